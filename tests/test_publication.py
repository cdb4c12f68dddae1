"""What follows from a change is made anew, just as if everything were."""

from random import Random

import pytest
from pyoxigraph import NamedNode, Quad, Store

import synthetic
from claimgraph import loading, publication, rules
from claimgraph.dataset import Dataset
from claimgraph.namespaces import CG, DESCRIPTIONS, graph_iri
from edits import EDITS, Editor

SMALL = 2_500
STEPS = 3
SEEDS = 12


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    synthetic.write(folder, SMALL)
    return loading.everything([folder / "data"], replace=True)


@pytest.fixture(scope="module")
def published(made_up):
    """Each published, as its quads and the graphs that one may edit."""
    return {"shipped": ready(loading.everything()), "made-up": ready(made_up)}


def ready(sources):
    quads = frozenset(Dataset.build(sources).store)
    articles = {each.graph for each in sources if each.kind == "article"}
    others = [graph_iri(name) for name in ("reference/actors", "policies")]
    return quads, sorted(articles) * 4 + others


def rebuilt(store):
    """A store with the same loaded graphs, from which everything was made anew."""
    apart = rules.derived_graphs(store) | {*map(NamedNode, DESCRIPTIONS)}
    again = Store()
    again.extend(quad for quad in store if quad.graph_name not in apart)
    rules.publish(again)
    return derived(again)


def derived(store):
    apart = {*map(NamedNode, DESCRIPTIONS)}
    return {quad for quad in store if quad.graph_name not in apart}


def held(store, graphs):
    found = {g: store.quads_for_pattern(None, None, None, NamedNode(g)) for g in graphs}
    return {graph: frozenset(quads) for graph, quads in found.items()}


def stored(quads):
    store = Store()
    store.extend(quads)
    return store


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("name", ["made-up", "shipped"])
def test_whatever_is_edited_what_follows_is_what_a_rebuild_gives(published, name, seed):
    quads, graphs = published[name]
    store, chance = stored(quads), Random(f"{name} {seed}")
    editor = Editor(store, graphs, chance)
    for _ in range(STEPS):
        before = held(store, set(graphs))
        made = [editor.edit() for _ in range(chance.randint(1, 3))]
        publication.republish(store, before)

        assert derived(store) ^ rebuilt(store) == set(), made
