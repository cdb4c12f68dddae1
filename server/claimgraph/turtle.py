"""One canonical way to write Turtle."""

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import OWL, RDF, XSD, BNode, Graph, URIRef
from rdflib.compare import isomorphic, to_canonical_graph
from rdflib.plugins.serializers.longturtle import LongTurtleSerializer
from rdflib.plugins.serializers.turtle import RecursiveSerializer
from rdflib.term import Node

from claimgraph import folders
from claimgraph.errors.files import (
    MissingFile,
    NotWritten,
    malformed,
    undecodable,
)

_LOCAL_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?$")


class _Serializer(LongTurtleSerializer):
    """rdflib's long Turtle, blocks in a given order, names by given prefixes."""

    def __init__(self, graph: Graph, order: list[URIRef], prefixes: dict[str, str]):
        super().__init__(graph)  # type: ignore[no-untyped-call]
        self._order = order
        self._prefixes = sorted(
            prefixes.items(), key=lambda item: len(item[1]), reverse=True
        )

    def orderSubjects(self) -> list[Node]:  # noqa: N802 - rdflib's name
        blank = {s for s in super().orderSubjects() if not isinstance(s, URIRef)}
        outer_first = sorted(blank, key=lambda node: (self._references[node], node))
        return [*self._order, *outer_first]

    def canonize(self) -> None:
        """Name blank nodes by what is said of them; leave literals as they are."""
        named = Graph(bind_namespaces="none")
        for triple in to_canonical_graph(self.store):
            named.add(triple)
        self.store = named

    def preprocessTriple(self, triple: tuple[Node, Node, Node]) -> None:  # noqa: N802
        """Count references only: prefixes are collected while the text is written."""
        RecursiveSerializer.preprocessTriple(self, triple)

    def startDocument(self) -> None:  # noqa: N802
        """Write nothing: the prefixes in use are known at the end."""

    def s_squared(self, subject: Node) -> bool:
        """Write a blank node that nothing refers to as a block of its own."""
        if isinstance(subject, URIRef) or self._references[subject]:
            return False
        self.write("\n[]\n")
        self.predicateList(subject)  # type: ignore[no-untyped-call]
        self.write("\n.")
        return True

    def get_pname(self, uri: object, gen_prefix: bool = True) -> str | None:
        """Shorten *uri* by the longest prefix that leaves a plain local name."""
        if not isinstance(uri, URIRef):
            return None
        for prefix, namespace in self._prefixes:
            local = uri[len(namespace) :]
            if uri.startswith(namespace) and _LOCAL_NAME.match(local):
                self.namespaces[prefix] = URIRef(namespace)
                return f"{prefix}:{local}"
        return None


def read(text: str, name: object = "the text") -> Graph:
    """
    Read Turtle *text* as an rdflib graph, every literal spelled as it is written.

    Raises MalformedFile, naming *name*, line and column, if it does not parse.
    """
    graph = Graph(bind_namespaces="none")
    try:
        for quad in parse(text, format=RdfFormat.TURTLE):
            graph.add(_triple(quad))
    except SyntaxError as error:
        raise malformed(error, name) from error
    return graph


def _triple(quad: Quad) -> tuple[Node, Node, Node]:
    return _term(quad.subject), _term(quad.predicate), _term(quad.object)


def _term(term: NamedNode | BlankNode | Literal | Triple) -> Node:
    """Make the engine's *term* rdflib's, without rdflib's rewriting of literals."""
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, Triple):
        raise SyntaxError("RDF 1.2 triple terms cannot be written canonically yet")
    kind = None if term.language else URIRef(term.datatype.value)
    plain = kind == XSD.string
    return rdflib.Literal(
        term.value,
        lang=term.language,
        datatype=None if plain else kind,
        normalize=False,
    )


def canonical(text: str, name: object = "the text") -> str:
    """
    Write Turtle *text* in its one canonical form.

    Prefixes in use, sorted; then one block a subject, in the order in which *text*
    first names it as a subject; an ontology's header comes first and its terms follow
    by IRI. Comments do not survive. Raises NotWritten if the result would read back
    as another graph.

    >>> print(canonical("PREFIX e: <http://e/> e:b e:p e:o , e:a . e:a a e:K ."))
    PREFIX e: <http://e/>
    <BLANKLINE>
    e:b
        e:p
            e:a ,
            e:o ;
    .
    <BLANKLINE>
    e:a
        a e:K ;
    .
    <BLANKLINE>
    """
    graph = read(text, name)
    written = _write(graph, _order(text, graph), _declared(text))
    if not isomorphic(graph, read(written)):
        raise NotWritten(name)
    return written


def write(graph: Graph, prefixes: dict[str, str]) -> str:
    """Write a generated *graph* canonically, its subjects sorted by IRI."""
    subjects = {s for s in graph.subjects() if isinstance(s, URIRef)}
    return _write(graph, sorted(subjects), prefixes)


def _write(graph: Graph, order: list[URIRef], prefixes: dict[str, str]) -> str:
    stream = BytesIO()
    serializer = _Serializer(graph, order, prefixes)
    serializer.serialize(stream)
    used = sorted(serializer.namespaces.items())
    header = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in used)
    return f"{header}\n{stream.getvalue().decode().strip()}\n".lstrip()


def _order(text: str, graph: Graph) -> list[URIRef]:
    quads = parse(text, format=RdfFormat.TURTLE)
    subjects = (q.subject for q in quads)
    order = dict.fromkeys(URIRef(s.value) for s in subjects if isinstance(s, NamedNode))
    headers = [s for s in order if (s, RDF.type, OWL.Ontology) in graph]
    if not headers:
        return list(order)
    return headers + sorted(set(order) - set(headers))


def _declared(text: str) -> dict[str, str]:
    parser = parse(text, format=RdfFormat.TURTLE)
    for _ in parser:
        pass
    return dict(parser.prefixes)


def files(paths: Iterable[Path]) -> list[Path]:
    """All Turtle files among *paths* and below them, sorted; raises MissingFile."""
    found: set[Path] = set()
    for path in paths:
        whole = folders.is_folder(path)
        if not whole and not path.exists():
            raise MissingFile(path)
        found.update(folders.below(path, _is_turtle) if whole else [path])
    return sorted(found)


def _is_turtle(path: Path) -> bool:
    return path.suffix == ".ttl"


def changes(path: Path) -> str | None:
    """Return the canonical text of the file at *path*, or None if it has it already."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise undecodable(error, path) from error
    except OSError as error:
        raise MissingFile(path, f"{error.strerror}.") from error
    wanted = canonical(text, path)
    return None if wanted == text else wanted
