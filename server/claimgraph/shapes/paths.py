"""Property paths (SHACL 1.0, 2.3.1): as SPARQL writes them, and in words."""

from collections.abc import Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.graphs import Node, named, sh
from claimgraph.namespaces import shorten
from claimgraph.shapes.graph import Graph
from claimgraph.shapes.model import Path, Texts

_LABEL, _DEFINITION = named("rdfs:label"), named("skos:definition")
_ALTERNATIVE, _INVERSE = sh("alternativePath"), sh("inversePath")
#: What SPARQL writes after a path that may be repeated.
_REPEATED = {
    sh("zeroOrMorePath"): "*",
    sh("oneOrMorePath"): "+",
    sh("zeroOrOnePath"): "?",
}
#: How the parts of a path are joined in words.
_WORDS = {
    "en": {"inverse": "{} (inverse)", "/": ", then ", "|": " or "},
    "fr": {"inverse": "{} (inverse)", "/": ", puis ", "|": " ou "},
}


def read(graph: Graph, path: Node) -> Path:
    """The *path* that begins at a node of *graph*."""
    single = isinstance(path, NamedNode)
    return Path(
        written=_written(graph, path),
        predicate=path.value if single else "",
        label={tag: _said(graph, path, tag) for tag in _WORDS},
        definition=graph.texts(path, _DEFINITION) if single else {},
    )


def _written(graph: Graph, path: Node) -> str:
    if isinstance(path, NamedNode):
        return str(path)
    kind, parts = _parts(graph, path)
    written = [_written(graph, part) for part in parts]
    if kind == "^":
        return f"^{_grouped(written[0])}"
    if kind in _REPEATED.values():
        return f"{_grouped(written[0])}{kind}"
    return kind.join(map(_grouped, written))


def _grouped(path: str) -> str:
    """A *path* in brackets, unless it is one property or the inverse of one."""
    simple = path.removeprefix("^")
    single = simple.startswith("<") and simple.count("<") == 1 and simple.endswith(">")
    return path if single else f"({path})"


def _parts(graph: Graph, path: BlankNode) -> tuple[str, Sequence[Node]]:
    """The sign of a path of several parts, and the parts."""
    for predicate, sign in {_INVERSE: "^", **_REPEATED}.items():
        if found := graph.nodes(path, predicate):
            return sign, found[:1]
    heads = graph.nodes(path, _ALTERNATIVE)
    items = graph.items(heads[0] if heads else path)
    parts = [each for each in items if not isinstance(each, Literal)]
    return "|" if heads else "/", parts


def _said(graph: Graph, path: Node, language: str) -> str:
    """The *path* in words of a *language*."""
    if isinstance(path, NamedNode):
        return _label(graph.texts(path, _LABEL), path, language)
    sign, parts = _parts(graph, path)
    said = [_said(graph, part, language) for part in parts]
    words = _WORDS[language]
    if sign == "^":
        return words["inverse"].format(said[0])
    return words[sign].join(said) if sign in words else said[0]


def _label(labels: Texts, term: NamedNode, language: str) -> str:
    return labels.get(language) or labels.get("en") or shorten(term.value)
