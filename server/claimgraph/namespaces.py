"""The project's IRIs: the prefixes that need no declaration, and the graphs' names."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

BASE = "https://w3id.org/claimgraph/"
CG = f"{BASE}ns#"

#: Every SKOS scheme has a namespace of its own, named like the scheme.
SCHEMES = (
    "appellation", "assessment", "confidence", "convention", "credibility",
    "equipment", "extent", "frequency", "hedge", "intensity", "likelihood", "part",
    "point", "precision", "reliability", "resource", "role", "unit",
)  # fmt: skip

#: What one may write in a query without a PREFIX line.
PREFIXES: dict[str, str] = {
    "cg": CG,
    "actor": f"{BASE}id/actor/",
    "agreement": f"{BASE}id/agreement/",
    "event": f"{BASE}id/event/",
    "place": f"{BASE}id/place/",
    "state": f"{BASE}id/state/",
    "article": f"{BASE}article/",
    "graph": f"{BASE}graph/",
    "shape": f"{BASE}shape/",
    "trust": f"{BASE}trust/",
    "view": f"{BASE}view/",
    **{scheme: f"{BASE}{scheme}/" for scheme in SCHEMES},
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: The first segments of the IRIs that a server answers under its own address.
PATHS = (
    "article", "graph", "id", "ns", "query", "rule", "shape", "trust", "view", *SCHEMES,
)  # fmt: skip

#: Prefixes that one article's own things have inside its files.
ARTICLE_PARTS = {
    "claim": "claim", "prop": "proposition", "qty": "quantity",
    "sent": "sentence", "source": "source", "time": "time",
}  # fmt: skip


def longest_first(prefixes: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The *prefixes* with their namespaces in the order in which to try them."""
    return tuple(sorted(prefixes.items(), key=lambda item: -len(item[1])))


_LONGEST_FIRST = longest_first(PREFIXES)
#: What may stand after a prefix and be read at a glance.
_LOCAL = re.compile(r"[\w.:/%-]*[\w/%-]")


def shorten(iri: str) -> str:
    """
    Write *iri* for reading: by the longest of our prefixes, or whole.

    >>> shorten("https://w3id.org/claimgraph/id/actor/jnim")
    'actor:jnim'
    >>> shorten("http://example.org/")
    'http://example.org/'
    """
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def abbreviated(iri: str, prefixes: Iterable[tuple[str, str]]) -> str:
    """
    Write *iri* by the first of *prefixes* that makes it readable, or not at all.

    >>> abbreviated("http://example.org/a", longest_first({"ex": "http://example.org/"}))
    'ex:a'
    >>> abbreviated("http://example.org/a b", [("ex", "http://example.org/")])
    ''
    """
    for prefix, namespace in prefixes:
        local = iri.removeprefix(namespace)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return ""


def graph_iri(name: str) -> str:
    """
    Name the graph of a loaded file or article.

    >>> graph_iri("ontology")
    'https://w3id.org/claimgraph/graph/ontology'
    """
    return f"{BASE}graph/{quote(name)}"


#: The graphs that rules make beside the default graph and the views.
DERIVED = tuple(map(graph_iri, ("acceptance", "current", "withdrawn", "words")))

#: A copy of the default graph that one may name.
CURRENT = graph_iri("current")

#: Each view's own graph, and those made beside it: who says each triple, what follows.
VIEW_PARTS = ("", "/sources", "/inferred")

#: The graph that holds the digests of those that were loaded.
DIGESTS = graph_iri("digests")

#: The graph that holds the report on what was loaded and written.
VALIDATION = graph_iri("validation")

#: The graphs in which the dataset describes itself; nothing else is made of them.
DESCRIPTIONS = tuple(
    map(graph_iri, ("prefixes", "queries", "rules", "service", "void"))
)


def view_iri(policy: str) -> str:
    """
    Name the graph of facts that *policy* makes.

    >>> view_iri("author-strict")
    'https://w3id.org/claimgraph/view/author-strict'
    """
    return f"{BASE}view/{policy}"


def policy_iri(name: str) -> str:
    """Name a policy: whom one may choose to believe."""
    return f"{BASE}trust/{name}"


def article_iri(slug: str, part: str = "") -> str:
    """
    Name an article, or the namespace of one *part* of what is its own.

    >>> article_iri("x", "claim")
    'https://w3id.org/claimgraph/article/x/claim/'
    """
    return f"{BASE}article/{slug}" + (f"/{part}/" if part else "")
