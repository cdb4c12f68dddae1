"""The pages of things: which there are, and what stands on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, url_for

from claimgraph.namespaces import BASE, CG, PREFIXES, graph_iri
from claimgraph.web import representation
from claimgraph.web.linked_data import asking, claims, documents, wording
from claimgraph.web.linked_data.claims import Claims
from claimgraph.web.linked_data.wording import Names, Row, local, value

#: So many claims are put in words on one page.
MOST = 60

_LABELS = [
    f"{PREFIXES[prefix]}{name}"
    for prefix, name in (
        ("rdfs", "label"), ("dcterms", "title"), ("skos", "definition"),
        ("rdfs", "comment"), ("dcterms", "description"),
    )
]  # fmt: skip
_TYPE = f"{PREFIXES['rdf']}type"
_CLAIMS = {f"{CG}DirectClaim", f"{CG}ConveyingClaim"}
_LISTS = {f"{PREFIXES['owl']}Ontology", f"{PREFIXES['skos']}ConceptScheme"}
#: What a claim's page shows at once, of all that is said of the claim.
_SHOWN = ("hedge", "medium", "quoted", "reading", "statedDuring")
_SENTENCE, _DOCUMENT = f"{CG}Sentence", f"{CG}Document"


@dataclass(frozen=True)
class Known:
    """
    What is known of the name *iri*, asked for at *path*.

    *kinds* are its classes; *said* tells whether what is asked by default says
    something of it, *elsewhere* which other graphs do, *is_graph* whether it names one.
    """

    iri: str
    path: str
    trust: Sequence[str]
    kinds: frozenset[str]
    said: bool
    is_graph: bool
    elsewhere: Sequence[str]

    @property
    def graphs(self) -> Sequence[str]:
        """The graphs to ask about it, if what is asked by default says nothing."""
        return () if self.said else self.elsewhere


def known(iri: str, path: str, trust: Sequence[str]) -> Known | None:
    """Look up what is known under *iri*; None if it occurs nowhere."""
    rows = asking.rows("known", iri, trust)
    if not rows:
        return None
    places = {value(row["place"]) for row in rows}
    elsewhere = {value(row["graph"]) for row in rows} - {""}
    kinds = frozenset(value(row["kind"]) for row in rows) - {""}
    said, is_graph = "said" in places, "graph" in places
    return Known(iri, path, trust, kinds, said, is_graph, sorted(elsewhere))


def page(thing: Known) -> Response:
    """The page of a *thing*, as fits its kind."""
    if thing.is_graph:
        return _graph(thing)
    if thing.kinds & _CLAIMS and thing.said:
        return _claim(thing)
    if thing.kinds & _LISTS:
        return _terms(thing)
    return _thing(thing)


def _show(
    template: str,
    thing: Known,
    said: Sequence[Row],
    mentioned: Sequence[Row],
    names: Names,
    **context: object,
) -> Response:
    """The page of *thing*: what is *said* of it, where it is *mentioned*, and more."""
    representation.for_people(template, thing=thing, iri=thing.iri, trust=thing.trust)
    return representation.page(
        names=names,
        said=said,
        mentioned=mentioned,
        heading=heading(thing, said, names),
        asking=_query_address,
        document=lambda suffix: documents.address(thing.path, suffix),
        forms=documents.TYPES,
        **context,
    )


def _query_address(query: str, trust: Sequence[str]) -> str:
    """The address of the form that holds the *query*, and of its answer."""
    return url_for("sparql.query", query=query, trust=",".join(trust))


def _said(thing: Known) -> tuple[list[Row], list[Row]]:
    """What is said of the thing, and how often it is mentioned."""
    said = asking.rows("said", thing.iri, thing.trust, thing.graphs)
    return said, asking.rows("mentioned", thing.iri, thing.trust, thing.graphs)


def _thing(thing: Known) -> Response:
    said, mentioned = _said(thing)
    about = asking.rows("about", thing.iri)
    held = asking.rows("anchored" if _SENTENCE in thing.kinds else "held", thing.iri)
    facts = asking.rows("facts", thing.iri, thing.trust) if thing.trust else []
    sentences = asking.rows("sentences", thing.iri) if _DOCUMENT in thing.kinds else []
    spoken = Claims([value(row["claim"]) for row in [*about[:MOST], *held[:MOST]]])
    names = asking.names(said, mentioned, facts, spoken.rows)
    called = [value(row["form"]) for row in asking.rows("called", thing.iri)]
    own = [value(row["claim"]) for row in held[:MOST]]
    told = claims.statements(spoken, about[:MOST], names)
    return _show(
        "thing.html",
        thing,
        said,
        mentioned,
        names,
        called=list(dict.fromkeys(called)),
        facts=list(wording.clauses(facts, None, names)),
        sentences=sentences,
        statements=told,
        denied=any(each.denied for each in told),
        left_out=max(0, len(about) - MOST),
        held=[claims.told(spoken, claim, names) for claim in own if claim in spoken],
        held_here=_SENTENCE in thing.kinds,
        held_left_out=max(0, len(held) - MOST),
    )


def _claim(thing: Known) -> Response:
    said, mentioned = _said(thing)
    found = Claims([thing.iri])
    bearing = asking.rows("bearing", thing.iri)
    accepting = asking.rows("accepting", thing.iri)
    others = Claims([value(row["claim"]) for row in bearing])
    names = asking.names(said, mentioned, found.rows, others.rows, accepting)
    direct = found.below(thing.iri)
    return _show(
        "claim.html",
        thing,
        said,
        mentioned,
        names,
        told=[claims.told(found, claim, names) for claim in direct],
        reasons={claim: claims.reasons(found, claim, bearing) for claim in direct},
        bearing=[_bears(row, others, names) for row in bearing],
        shown=[row for row in said if local(row["property"]) in _SHOWN],
        accepting=accepting,
    )


def _bears(row: Row, others: Claims, names: Names) -> tuple[str, list[claims.Told]]:
    """How the claim at hand bears on another one, and that in words."""
    claim = value(row["claim"])
    words = wording.words()["bears"][local(row["relation"])]
    return (
        words[value(row["inverse"]) == "true"],
        [claims.told(others, each, names) for each in others.below(claim)],
    )


def _terms(thing: Known) -> Response:
    """A module of the ontology or a scheme: each term with all that is said of it."""
    said, mentioned = _said(thing)
    whole = thing.iri == f"{BASE}ns"
    rows = _brief() if whole else asking.rows("terms", thing.iri)
    terms: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        told = terms.setdefault(value(row["term"]), {})
        told.setdefault(value(row["property"]), []).append(row)
    names = asking.names(said, mentioned, rows)
    return _show(
        "terms.html",
        thing,
        said,
        mentioned,
        names,
        terms=terms,
        whole=whole,
        labels={"label": _LABELS[0], "definition": _LABELS[2]},
        module=f"{PREFIXES['rdfs']}isDefinedBy",
        narrower=_inverse(rows),
        usage=_usage(),
    )


def _brief() -> list[Row]:
    """Of all terms in our namespace, what they are called and where more is said."""
    kept = {_LABELS[0], _LABELS[2], f"{PREFIXES['rdfs']}isDefinedBy"}
    return [
        row
        for row in asking.all_rows("terms")
        if value(row["term"]).startswith(CG) and value(row["property"]) in kept
    ]


def _inverse(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The terms right below each term."""
    down = {f"{PREFIXES['rdfs']}subClassOf", f"{PREFIXES['rdfs']}subPropertyOf"}
    found: dict[str, list[Row]] = {}
    for row in rows:
        if value(row["property"]) in down:
            found.setdefault(value(row["value"]), []).append(row)
    return found


def _usage() -> dict[str, dict[str, str]]:
    """How often each term is used, by the name of what is counted."""
    found: dict[str, dict[str, str]] = {}
    for row in asking.all_rows("usage"):
        whole = value(row["whole"]).rpartition("#")[2].rpartition("/")[2]
        found.setdefault(value(row["term"]), {})[whole] = value(row["count"])
    return found


def _graph(thing: Known) -> Response:
    said = asking.rows("kept", thing.iri)
    first = asking.rows("triples", thing.iri)
    size = asking.rows("size", thing.iri)
    names = asking.names(said, first)
    return _show(
        "graph.html",
        thing,
        [row for row in said if _is_plain(row)],
        [],
        names,
        first=first,
        size=int(value(size[0]["triples"])) if size else 0,
    )


def _is_plain(row: Row) -> bool:
    """Whether a row is no partition or pairing, of which there are too many to show."""
    return not value(row["value"]).startswith(f"{graph_iri('void')}#")


@dataclass(frozen=True)
class Heading:
    """How a page introduces its thing."""

    name: str
    others: Sequence[str]
    definition: str
    kinds: Sequence[wording.Part]


def heading(thing: Known, said: Sequence[Row], names: Names) -> Heading:
    """Introduce *thing* by what is *said* of it, in English where there is English."""
    told = {label: _texts(said, label) for label in _LABELS}
    labels = told[_LABELS[0]] + told[_LABELS[1]]
    texts = told[_LABELS[2]] + told[_LABELS[3]] + told[_LABELS[4]]
    kinds = [row["value"] for row in said if value(row["property"]) == _TYPE]
    return Heading(
        labels[0] if labels else _own_name(thing, said),
        [label for label in dict.fromkeys(labels[1:]) if label != labels[0]],
        texts[0] if texts else "",
        [names(kind) for kind in dict.fromkeys(kinds)],
    )


def _own_name(thing: Known, said: Sequence[Row]) -> str:
    """A name for what has no label: a sentence's position, or the end of the IRI."""
    if _SENTENCE in thing.kinds:
        places = (f"{CG}blockNumber", f"{CG}sentenceNumber")
        return "Sentence " + ".".join(t for p in places for t in _texts(said, p))
    return thing.iri.removeprefix(BASE).rstrip("/").rpartition("/")[2]


def _texts(said: Sequence[Row], property_: str) -> list[str]:
    """The literals of a property, English ones first."""
    found = [row["value"] for row in said if value(row["property"]) == property_]
    ordered = sorted(found, key=lambda term: getattr(term, "language", None) != "en")
    return [value(term) for term in ordered]
