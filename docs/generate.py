"""Write what the documentation repeats: `python docs/generate.py`.

docs/ontology.md is made from the ontology, the counts in data/README.md from the data,
the table in queries/README.md from the headers of the queries, docs/conformance.md from
the exchanges in tests/protocol, docs/shapes.md from the shapes,
docs/linting.md from the linter's rules.
"""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import conformance
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

import linting as linting_page
import shapes as shapes_page
from claimgraph import loading, queries, resources
from claimgraph.dataset import Dataset, Request
from claimgraph.namespaces import shorten

CG = Namespace("https://w3id.org/claimgraph/ns#")
PAGE = Path(__file__).parent / "ontology.md"
DATA_PAGE = resources.data() / "README.md"
QUERIES_PAGE = resources.queries() / "README.md"

#: The kinds of terms, in the order of the page.
KINDS = {
    OWL.Class: "Classes",
    OWL.ObjectProperty: "Object properties",
    OWL.DatatypeProperty: "Datatype properties",
    OWL.AnnotationProperty: "Annotation properties",
    OWL.NamedIndividual: "Individuals",
    SKOS.Concept: "Concepts",
}


def ontology() -> Graph:
    """All modules and schemes, without what is inferred or borrowed."""
    graph = Graph()
    folder = resources.ontology()
    for path in [*folder.glob("*.ttl"), *folder.glob("scheme/*.ttl")]:
        if path.name != "inferred.ttl":
            graph.parse(path)
    return graph


def page() -> str:
    """The whole page."""
    graph = ontology()
    return "".join(_lines(graph))


def _lines(graph: Graph) -> Iterator[str]:
    yield (
        "# The ontology\n\n"
        "Generated from `ontology/` by `docs/generate.py`; do not edit.\n"
        "Every term's full IRI is its prefix's namespace and its name; "
        "`cg:` is `https://w3id.org/claimgraph/ns#`.\n"
    )
    for module, terms in groupby(_terms(graph), key=lambda item: item[0]):
        yield f"\n## {_text(graph, module, 'title')}\n"
        yield f"\n{_text(graph, module, 'description')}\n"
        for kind, same in groupby(terms, key=lambda item: item[1]):
            yield f"\n### {list(KINDS.values())[kind]}\n\n"
            for _, _, term in same:
                yield from _term(graph, term)


def _terms(graph: Graph) -> list[tuple[URIRef, int, URIRef]]:
    found = []
    for term, module in graph.subject_objects(RDFS.isDefinedBy):
        kinds = [n for n, kind in enumerate(KINDS) if (term, RDF.type, kind) in graph]
        if kinds and isinstance(term, URIRef) and isinstance(module, URIRef):
            found.append((module, kinds[0], term))
    return sorted(found, key=lambda item: ("/ns/" not in item[0], *item))


def _term(graph: Graph, term: URIRef) -> Iterator[str]:
    english, french = (_language(graph, term, RDFS.label, tag) for tag in ("en", "fr"))
    yield f"- **`{shorten(term)}`** — {english} / {french}  \n"
    yield f"  {_language(graph, term, SKOS.definition, 'en')}\n"
    for line in _relations(graph, term):
        yield f"  - {line}\n"
    for example in sorted(graph.objects(term, SKOS.example)):
        yield f"  - *{example}*\n"


def _relations(graph: Graph, term: URIRef) -> Iterator[str]:
    relations = {
        "narrower than": [RDFS.subClassOf, RDFS.subPropertyOf],
        "from": [RDFS.domain, CG.subjectKind],
        "to": [RDFS.range, CG.objectKind],
    }
    for words, properties in relations.items():
        found = {o for p in properties for o in graph.objects(term, p)}
        named = sorted(f"`{shorten(o)}`" for o in found if isinstance(o, URIRef))
        if named:
            yield f"{words} {', '.join(named)}"


def _language(graph: Graph, term: URIRef, about: URIRef, language: str) -> str:
    found = [o for o in graph.objects(term, about) if o.language == language]  # type: ignore[attr-defined]
    return str(found[0]) if found else ""


def _text(graph: Graph, module: URIRef, what: str) -> str:
    found = graph.objects(module, URIRef(f"http://purl.org/dc/terms/{what}"))
    english = [str(o) for o in found if o.language == "en"]  # type: ignore[attr-defined]
    return english[0] if english else shorten(module)


def data_page() -> str:
    """data/README.md with its counts as they are now."""
    return _filled(DATA_PAGE, "counts", counts())


def queries_page() -> str:
    """queries/README.md with its table as the headers are now."""
    return _filled(QUERIES_PAGE, "queries", library())


def _filled(path: Path, name: str, made: str) -> str:
    """The page at *path* with *made* between the marks that bear its *name*."""
    text = path.read_text(encoding="utf-8")
    before, start, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition("<!-- end -->")
    return "".join([before, start, made, end, after])


def library() -> str:
    """The questions, a table a theme."""
    found = queries.library().values()
    tables = [
        "\n".join(
            [
                f"### {theme}",
                "",
                "| Question | Query | Parameters | Trust |",
                "|---|---|---|---|",
            ]
            + [_question(query) for query in same]
        )
        for theme, same in groupby(found, key=lambda query: query.theme)
    ]
    return "\n" + "\n\n".join(tables) + "\n\n"


def _question(query: queries.Query) -> str:
    own = ", ".join(f"`{name}`" for name in query.parameters)
    trust = ", ".join(f"`{name}`" for name in query.trust)
    return f"| {query.summary} | [{query.name}]({query.name}.rq) | {own} | {trust} |"


def counts() -> str:
    """How the current claims divide, as a table."""
    dataset = Dataset.build(loading.everything())
    query = (Path(__file__).parent / "counts.rq").read_text(encoding="utf-8")
    rows = ["| What | How many |", "|---|---|"]
    for what, number in dataset.query(Request(query)).rows():
        rows.append(f"| {what.value} | {number.value} |")  # type: ignore[union-attr]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    pages = (
        (PAGE, page),
        (DATA_PAGE, data_page),
        (QUERIES_PAGE, queries_page),
        (conformance.PAGE, conformance.page),
        (shapes_page.PAGE, shapes_page.page),
        (linting_page.PAGE, linting_page.page),
    )
    for path, made in pages:
        path.write_text(made(), encoding="utf-8")
        sys.stderr.write(f"{path} was written.\n")
