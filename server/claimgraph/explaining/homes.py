"""Where things stand: the default graph, the views of a policy, other named graphs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.dataset import Dataset, Request
from claimgraph.explaining.asking import Asker, written
from claimgraph.namespaces import CURRENT, VIEW_PARTS, policy_iri, shorten

_VIEWS = "SELECT ?policy ?view { ?policy cg:makesView ?view } ORDER BY ?policy"


def views(dataset: Dataset) -> dict[str, str]:
    """The policy, by name, that makes each view."""
    rows = dataset.query(Request(_VIEWS)).rows()
    start = policy_iri("")
    return {
        written(view): written(policy).removeprefix(start)
        for policy, view in rows
        if written(policy).removeprefix(start) in dataset.policies
    }


def view_of(graph: str) -> str:
    """The view that *graph* is, or stands beside."""
    for part in VIEW_PARTS:
        graph = graph.removesuffix(part)
    return graph


@dataclass(frozen=True)
class Homes:
    """
    Where a body has solutions by itself.

    *default* says whether in the default graph; *policies* are those in whose views,
    *graphs* the other named graphs.
    """

    default: bool
    policies: tuple[str, ...]
    graphs: tuple[str, ...]

    @property
    def in_views_alone(self) -> bool:
        """Whether only views have any."""
        return bool(self.policies) and not self.default and not self.graphs


def homes(asker: Asker, body: str) -> Homes:
    """Find where *body* has solutions, whatever dataset the request names."""
    everywhere = asker.everywhere
    text = f"GRAPH ?__g {{}} FILTER EXISTS {{ GRAPH ?__g {{ {body} }} }}"
    rows = everywhere.rows(f"DISTINCT ?__g {everywhere.bound}", text)
    made = views(asker.dataset)
    found = sorted(row[0].value for row in rows if isinstance(row[0], NamedNode))
    default = everywhere.some(body)
    policies = dict.fromkeys(made[view_of(g)] for g in found if view_of(g) in made)
    others = [g for g in found if view_of(g) not in made]
    hidden = {CURRENT} if default else set()
    return Homes(default, tuple(policies), tuple(g for g in others if g not in hidden))


def enumerated(names: Sequence[str], most: int = 4) -> str:
    """Say names: a, b and c; of many, the first and how many more."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def main_first(policies: Iterable[str]) -> list[str]:
    """The *policies*, those that trust one holder alone last."""
    return sorted(policies, key=lambda name: (name.startswith("holder/"), name))


def in_words(found: Homes, *, chooses: bool) -> str:
    """Say where something matches, to one who *chooses* whom to trust or graphs."""
    policies = main_first(found.policies)
    if found.in_views_alone and chooses:
        return (
            "It matches only in views, which hold what is so for whoever trusts: "
            f"choose whom to trust, as {enumerated(policies)}."
        )
    graphs = ["the default graph"] if found.default else [*map(shorten, found.graphs)]
    views = [f"the views of {enumerated(policies)}"] if policies else []
    return f"It matches elsewhere: in {enumerated([*graphs, *views])}."
