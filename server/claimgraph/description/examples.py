"""Prefixes, questions and rules in SHACL's terms, as SPARQL editors look for them."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from claimgraph import queries
from claimgraph.namespaces import (
    BASE,
    CURRENT,
    PREFIXES,
    VIEW_PARTS,
    graph_iri,
    policy_iri,
)
from claimgraph.queries import Query
from claimgraph.syntax import tokens

_SH = PREFIXES["sh"]
_TYPE = NamedNode(f"{PREFIXES['rdf']}type")
_DECLARATIONS = NamedNode(graph_iri("prefixes"))
#: The forms of a query, and what SHACL names after them.
_FORMS = {
    "select": "SPARQLSelectExecutable",
    "ask": "SPARQLAskExecutable",
    "construct": "SPARQLConstructExecutable",
}


def prefixes() -> Iterator[Triple]:
    """Declare every prefix that a query may use without declaring it."""
    yield Triple(_DECLARATIONS, _TYPE, NamedNode(f"{PREFIXES['owl']}Ontology"))
    for prefix, namespace in PREFIXES.items():
        declaration = NamedNode(f"{_DECLARATIONS.value}#{prefix}")
        iri = Literal(namespace, datatype=NamedNode(f"{PREFIXES['xsd']}anyURI"))
        yield Triple(_DECLARATIONS, _sh("declare"), declaration)
        yield Triple(declaration, _TYPE, _sh("PrefixDeclaration"))
        yield Triple(declaration, _sh("prefix"), Literal(prefix))
        yield Triple(declaration, _sh("namespace"), iri)


def questions(views: Mapping[str, str], endpoint: str) -> Iterator[Triple]:
    """
    Describe the library's questions as queries that *endpoint* answers as they stand.

    *views* are the views of policies, both by IRI.
    """
    for query in queries.library().values():
        yield from _question(query, views, endpoint)


def _question(
    query: Query, views: Mapping[str, str], endpoint: str
) -> Iterator[Triple]:
    own, schema = NamedNode(f"{BASE}query/{query.name}"), PREFIXES["schema"]
    form = next(token.word for token in tokens(query.text) if token.word in _FORMS)
    told = NamedNode(f"{PREFIXES['dcterms']}description")
    comment = NamedNode(f"{PREFIXES['rdfs']}comment")
    yield Triple(own, _TYPE, _sh("SPARQLExecutable"))
    yield Triple(own, _TYPE, _sh(_FORMS[form]))
    yield Triple(own, comment, Literal(query.summary, language="en"))
    yield Triple(own, told, Literal(query.description, language="en"))
    yield Triple(own, _sh(form), Literal(trusting(query, views)))
    yield Triple(own, _sh("prefixes"), _DECLARATIONS)
    yield Triple(own, NamedNode(f"{schema}target"), NamedNode(endpoint))
    for tag in query.tags:
        yield Triple(own, NamedNode(f"{schema}keywords"), Literal(tag))


def trusting(query: Query, views: Mapping[str, str]) -> str:
    """
    Say in the text of *query* itself which views it is asked of.

    A tool that takes the text alone then gets the answer that the library gives.
    """
    graphs = [
        views[policy_iri(name)] + part
        for name in query.trust
        if policy_iri(name) in views
        for part in VIEW_PARTS
    ]
    if not graphs:
        return query.text
    clauses = "".join(f"FROM <{graph}>\n" for graph in [CURRENT, *graphs])
    start = _where(query.text)
    return query.text[:start] + clauses + query.text[start:]


def _where(text: str) -> int:
    """The place of the first WHERE, before which a query names its graphs."""
    return next(token.start for token in tokens(text) if token.word == "where")


def derivations(files: Iterable[Path]) -> Iterator[Triple]:
    """Describe rule *files* as updates, under the names by which views tell of them."""
    for path in files:
        rule = queries.parse(path.stem, path.read_text(encoding="utf-8"))
        yield from _derivation(NamedNode(f"{BASE}rule/{rule.name}"), rule)


def _derivation(own: NamedNode, rule: Query) -> Iterator[Triple]:
    told = NamedNode(f"{PREFIXES['dcterms']}description")
    comment = NamedNode(f"{PREFIXES['rdfs']}comment")
    yield Triple(own, _TYPE, _sh("SPARQLUpdateExecutable"))
    yield Triple(own, comment, Literal(rule.summary, language="en"))
    yield Triple(own, _sh("update"), Literal(rule.text))
    yield Triple(own, _sh("prefixes"), _DECLARATIONS)
    if rule.description:
        yield Triple(own, told, Literal(rule.description, language="en"))


def _sh(name: str) -> NamedNode:
    return NamedNode(_SH + name)
