"""The rules that are queries: a file each, that answers what breaks it."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode, QuerySolutions

from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement
from claimgraph.meaning.names import Names

_AT = ("subject", "predicate", "object")


def faults(shapes: Graph, names: Names) -> Iterator[Fault]:
    """
    Ask each query of the folder ``rules`` of the *shapes*.

    A query answers with the triple that breaks the rule; further variables are values
    for the sentence.
    """
    for rule, text in queries().items():
        answer = shapes.store.query(text)
        if isinstance(answer, QuerySolutions):
            others = [v.value for v in answer.variables if v.value not in _AT]
            for row in answer:
                subject, predicate, value = (row[part] for part in _AT)
                if isinstance(predicate, NamedNode):
                    at = Statement(subject, predicate, value)
                    told = {name: names.of(row[name]) for name in others}
                    yield fault(rule, names, at, told)


@cache
def queries() -> Mapping[str, str]:
    """The queries by the names of their rules."""
    folder = files(__package__).joinpath("rules")
    return {
        file.name.removesuffix(".rq"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    }
