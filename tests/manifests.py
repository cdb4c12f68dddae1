"""SHACL test cases in the W3C's manifest form: read, and compared with a report.

A report is compared as the lines of `results`: its outcome and one line for each
result, in which blank nodes have canonical names and paths are written out. Two
reports that say the same of isomorphic graphs have the same lines.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SH = "http://www.w3.org/ns/shacl#"
_SHT = "http://www.w3.org/ns/shacl-test#"

#: What an engine says instead of a report when it refuses.
FAILURE = ["failure"]
#: What every result is compared by.
_ALWAYS = (
    "focusNode",
    "value",
    "sourceConstraintComponent",
    "sourceShape",
    "resultSeverity",
)
#: What results are compared by where the case says it of any of them.
_OPTIONAL = ("sourceConstraint", "resultMessage")


#: How SPARQL writes what the one triple of a path's node says.
_PATHS = {
    "inversePath": "^{}",
    "zeroOrMorePath": "{}*",
    "oneOrMorePath": "{}+",
    "zeroOrOnePath": "{}?",
    "alternativePath": "{}",
}


class Refusal(Exception):
    """The engine reports a failure instead of a report."""


@dataclass(frozen=True)
class Case:
    """A test case: which files are read, and the report that is expected."""

    file: Path
    name: str

    @cached_property
    def _graph(self):
        return _Graph(self.file.read_bytes(), self.file.as_uri())

    @cached_property
    def _entry(self):
        (entry,) = self._graph.subjects(_RDF + "type", _SHT + "Validate")
        return entry

    def _action(self, part):
        action = self._graph.value(self._entry, _MF + "action")
        return (
            self.file.parent / Path(self._graph.value(action, _SHT + part).value).name
        )

    @property
    def data(self):
        """The file of the data graph."""
        return self._action("dataGraph")

    @property
    def shapes(self):
        """The file of the shapes graph."""
        return self._action("shapesGraph")

    @cached_property
    def expected(self):
        """The lines of the expected report."""
        result = self._graph.value(self._entry, _MF + "result")
        if result == NamedNode(_SHT + "Failure"):
            return FAILURE
        return _lines(self._graph, result, self.compared)

    @cached_property
    def compared(self):
        """The properties that the case gives of its results."""
        said = {quad.predicate.value.removeprefix(_SH) for quad in self._graph.quads}
        return (*_ALWAYS, *(name for name in _OPTIONAL if name in said))

    def found(self, report):
        """The lines of a *report* in Turtle, to be equal to those expected."""
        graph = _Graph(report, "https://example.org/")
        (node,) = graph.subjects(_RDF + "type", _SH + "ValidationReport")
        return _lines(graph, node, self.compared)


def cases(folder):
    """The cases of a *folder*, named by their path in it."""
    files = (file for file in folder.rglob("*.ttl") if ".data." not in file.name)
    return [
        Case(file, file.relative_to(folder).with_suffix("").as_posix())
        for file in sorted(files)
    ]


class _Graph:
    """The triples of a text in Turtle, by subject."""

    def __init__(self, text, base):
        self.quads = Dataset(parse(text, format=RdfFormat.TURTLE, base_iri=base))

    def subjects(self, predicate, object_):
        """The nodes that have *object_* as a value of *predicate*."""
        quads = self.quads.quads_for_object(NamedNode(object_))
        return [quad.subject for quad in quads if quad.predicate.value == predicate]

    def values(self, node, predicate):
        """The values of *predicate* of *node*, in no order."""
        quads = self.quads.quads_for_subject(node)
        return [quad.object for quad in quads if quad.predicate.value == predicate]

    def value(self, node, predicate):
        """The one value of *predicate* of *node*."""
        (value,) = self.values(node, predicate)
        return value

    def members(self, head):
        """The members of a list, in their order."""
        while head != NamedNode(_RDF + "nil"):
            yield self.value(head, _RDF + "first")
            head = self.value(head, _RDF + "rest")

    def path(self, node):
        """A path as SPARQL writes it, every composite one in parentheses."""
        if not isinstance(node, BlankNode):
            return str(node)
        if self.values(node, _RDF + "first"):
            return f"({'/'.join(map(self.path, self.members(node)))})"
        ((name, object_),) = (
            (quad.predicate.value.removeprefix(_SH), quad.object)
            for quad in self.quads.quads_for_subject(node)
        )
        return f"({_PATHS[name].format(self._operand(name, object_))})"

    def _operand(self, name, object_):
        if name == "alternativePath":
            return "|".join(map(self.path, self.members(object_)))
        return self.path(object_)


def _lines(graph, report, compared):
    """The outcome of a *report*, then its results by what is *compared*, in order."""
    canonical = Dataset(_bare(graph, report, compared))
    canonical.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    rows = {}
    for quad in canonical:
        said = f"{quad.predicate.value.removeprefix(_SH)} {quad.object}"
        rows.setdefault(quad.subject, []).append(said)
    conforms = graph.value(report, _SH + "conforms").value
    results = ("; ".join(sorted(row)) for row in rows.values())
    return [f"conforms {conforms}", *sorted(results)]


def _bare(graph, report, compared):
    """What is *compared* of the results of a *report*, each result a node of its own."""
    for result in graph.values(report, _SH + "result"):
        node = BlankNode()
        for name in compared:
            for value in graph.values(result, _SH + name):
                yield Quad(node, NamedNode(_SH + name), value)
        for path in graph.values(result, _SH + "resultPath"):
            yield Quad(node, NamedNode(_SH + "path"), Literal(graph.path(path)))
