"""Constraint components of one's own (SHACL, section 6.2): how shapes use them."""

from collections import Counter
from collections.abc import Iterator

from pyoxigraph import NamedNode

from claimgraph.graphs import is_true, sh
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Term
from claimgraph.meaning.names import Names


def faults(shapes: Graph, names: Names) -> Iterator[Fault]:
    """Find shapes that give a parameter twice, or not all that belong together."""
    components = {at.subject for at in shapes.triples(None, sh("parameter"))}
    for component in components:
        parameters = _parameters(shapes, component)
        if len(parameters) > 1:
            yield from _alone(shapes, parameters, names)
            for path in parameters:
                yield from _repeated(shapes, path, names)


def _parameters(shapes: Graph, component: Term) -> dict[NamedNode, bool]:
    """The properties that are a component's parameters, and whether they must be."""
    return {
        path: not any(map(is_true, shapes.values(parameter, sh("optional"))))
        for parameter in shapes.values(component, sh("parameter"))
        for path in shapes.values(parameter, sh("path"))
        if isinstance(path, NamedNode)
    }


def _repeated(shapes: Graph, path: NamedNode, names: Names) -> Iterator[Fault]:
    """Of several parameters each has one value (section 2.1.1)."""
    uses = {at.subject: at for at in shapes.triples(None, path)}
    for subject, count in Counter(
        a.subject for a in shapes.triples(None, path)
    ).items():
        if count > 1:
            told = {"count": str(count)}
            at = uses[subject]
            yield fault("multiple-parameters", names, at, told, key="maxCount")


def _alone(
    shapes: Graph, parameters: dict[NamedNode, bool], names: Names
) -> Iterator[Fault]:
    """Without all that it must have, a component is not used (section 2.1.1)."""
    users = {at.subject: at for path in parameters for at in shapes.triples(None, path)}
    needed = [path for path, must in parameters.items() if must]
    for user, at in users.items():
        missing = next((path for path in needed if not shapes.has(user, path)), None)
        if missing:
            yield fault(
                "parameter-needs", names, at, {"needed": names.of(missing)}, key="needs"
            )
