"""Our own style: the shapes that are about terms, modules and schemes of ours."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from claimgraph import loading, resources
from claimgraph.findings import Coverage, Finding
from claimgraph.graphs import SH, Object, bare, sh
from claimgraph.linting.places import Placing
from claimgraph.linting.reading import Checked, Ontology
from claimgraph.linting.rules import short
from claimgraph.meaning.names import Names
from claimgraph.namespaces import BASE
from claimgraph.shacl import Data, Evaluation, Result, Shapes
from claimgraph.shacl.checks import Shape, ShapeCheck

#: The files of shapes that are about the ontology; the others are about data.
_FILES = ("prefix", "scheme", "style")
_VARIABLE = re.compile(r"\{[?$](\w+)\}")


def files() -> list[Path]:
    """The files of the shapes."""
    folder = resources.ontology() / "shapes"
    return [folder / f"{name}.ttl" for name in _FILES]


def check(ontology: Ontology, place: Placing) -> Checked:
    """Check what is ours in *ontology*; *place* tells where a triple stands."""
    if not ontology.is_ours:
        return Checked()
    shapes = _shapes()
    evaluation = Evaluation(Data(ontology.store, as_kept=True), shapes)
    findings = (
        _finding(result, shapes, ontology.names, place)
        for shape in shapes.targeted
        for result in evaluation.results(shape)
        if _is_ours(_about(result))
    )
    met = (_coverage(evaluation, shape) for shape in shapes.targeted)
    return Checked(tuple(findings), tuple(met))


@cache
def _shapes() -> Shapes:
    store = Store()
    for path in files():
        store.extend(loading.plain(loading.Source(path, "", "shapes")))
    return Shapes(store)


def _about(result: Result) -> Object:
    """What a result is about: the value, where one node stands for a set."""
    of_set = result.constraint is not None and result.value is not None
    return result.value if of_set and result.value else result.focus


def _is_ours(term: Object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(BASE)


def _finding(result: Result, shapes: Shapes, names: Names, place: Placing) -> Finding:
    about = _about(result)
    path, value = _simple(result.path), result.value
    return Finding(
        severity=result.severity.value.removeprefix(SH),
        constraint=bare(result.constraint or result.shape),
        shape=bare(result.shape),
        component=result.component.value,
        focus=str(result.focus),
        node=str(about),
        path=result.path,
        value=str(value or ""),
        messages=tuple(sorted(_messages(result, shapes, names).items())),
        place=place(about, path, value)
        if isinstance(about, (NamedNode, BlankNode))
        else None,
    )


def _simple(path: str) -> NamedNode | None:
    """The property that a *path* is, if it is nothing else."""
    found = re.fullmatch("<([^<>]*)>", path)
    return NamedNode(found[1]) if found else None


def _messages(result: Result, shapes: Shapes, names: Names) -> Mapping[str, str]:
    """What the constraint says by language, or else its shape, filled in."""
    known = {"this": result.focus, "value": result.value, **result.bindings}
    sources = (result.constraint or result.shape, result.shape)
    for node in sources:
        said = shapes.graph.literals(node, sh("message"))
        if said:
            return {each.language or "": _filled(each, known, names) for each in said}
    return {}


def _filled(message: Literal, known: Mapping[str, Object | None], names: Names) -> str:
    return _VARIABLE.sub(
        lambda part: short(known[part[1]], names) if part[1] in known else part[0],
        message.value,
    )


def _coverage(evaluation: Evaluation, shape: Shape) -> Coverage:
    focus = evaluation.count(evaluation.focus(shape))
    count = sum(_constraints(shape))
    return Coverage(bare(shape.node), focus, count, "claimgraph")


def _constraints(shape: Shape) -> Iterator[int]:
    """How many constraints a shape has, with those of its property shapes."""
    for check in shape.checks:
        if isinstance(check, ShapeCheck) and check.kind == "property":
            for node in check.shapes:
                yield from _constraints(_shapes()[node])
        else:
            yield 1
