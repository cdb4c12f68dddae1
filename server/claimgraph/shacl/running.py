"""Each shape is applied by the engine that can: compiled, or else by pySHACL."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from claimgraph.graphs import Node
from claimgraph.shacl import prebinding
from claimgraph.shacl.checks import AskCheck, QueryCheck, Shape
from claimgraph.shacl.data import Data
from claimgraph.shacl.evaluation import Evaluation
from claimgraph.shacl.reading import Shapes
from claimgraph.shacl.results import Result

COMPILED, REFERENCE = "claimgraph", "pySHACL"


@dataclass(frozen=True)
class Applied:
    """A shape with what it found, and the *engine* that applied it."""

    shape: Shape
    results: list[Result]
    engine: str


def validate(data: Data, shapes: Shapes, cores: int = 1) -> Iterator[Applied]:
    """
    Apply every shape that has a target to *data*.

    Each is given when it is done. Raises RecursiveShapes, MalformedShapes and
    ShapeFailure.
    """
    shapes.refuse_recursion()
    evaluation = Evaluation(data, shapes)
    foreign = [s for s in shapes.targeted if not is_compiled(shapes, s)]
    compiled = [s for s in shapes.targeted if s not in foreign]
    one = partial(_applied, evaluation)
    with ThreadPoolExecutor(cores) as pool:  # the engine works without Python's lock
        yield from pool.map(one, compiled) if cores > 1 else map(one, compiled)
    yield from by_reference(data, shapes, foreign)


def _applied(evaluation: Evaluation, shape: Shape) -> Applied:
    return Applied(shape, evaluation.results(shape), COMPILED)


def by_reference(data: Data, shapes: Shapes, foreign: list[Shape]) -> Iterator[Applied]:
    """Have pySHACL apply the shapes that are *foreign* to the compiled engine."""
    if not foreign:
        return
    from claimgraph.shacl import reference  # takes half a second

    found = reference.results(data.store, shapes.graph.store, [s.node for s in foreign])
    below = {shape.node: set(_reached(shapes, shape)) for shape in foreign}
    for shape in foreign:
        own = [result for result in found if result.shape in below[shape.node]]
        found = [result for result in found if result not in own]
        yield Applied(shape, own, REFERENCE)


def is_compiled(shapes: Shapes, shape: Shape) -> bool:
    """Whether *shape* and all that it refers to are compiled."""
    return all(map(_is_compiled, map(shapes.__getitem__, _reached(shapes, shape))))


def _is_compiled(shape: Shape) -> bool:
    queries = (c for c in shape.checks if isinstance(c, QueryCheck | AskCheck))
    return all(prebinding.is_set_based(check, shape) for check in queries)


def _reached(shapes: Shapes, shape: Shape) -> Iterable[Node]:
    """*shape* and the shapes that it refers to, however far."""
    found, waiting = {shape.node: None}, [shape.node]
    while waiting:
        for node in shapes.referred(shapes[waiting.pop()]):
            if node not in found:
                found[node] = None
                waiting.append(node)
    return found
