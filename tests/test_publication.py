"""What follows from a change is made anew, just as if everything were."""

from random import Random

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Store

import synthetic
from claimgraph import description, loading, publication, rules
from claimgraph.dataset import Dataset
from claimgraph.description import About
from claimgraph.engine import changes
from claimgraph.engine.messages import Change, Plan
from claimgraph.errors.files import AssertedWorldTriple
from claimgraph.namespaces import DESCRIPTIONS, PREFIXES, graph_iri
from edits import Editor
from fuzz import SEEDS

SMALL = 1_500
STEPS = 2
#: From each seed, how often each dataset is edited; some edits end in a full rebuild.
EDITED = {"made-up": 6, "shipped": 2}
CASES = [
    (name, f"{seed}-{number}")
    for name, count in EDITED.items()
    for seed in SEEDS
    for number in range(count)
]


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


def described(store):
    """What a description from scratch says, and the store's catalogue with it."""
    again = stored(derived(store))
    for graph in store.named_graphs():
        again.add_graph(graph)
    fresh = Dataset._described(again, About())
    described = {q for q in again if q.graph_name in DESCRIBED}
    return described, {**fresh.catalogue(), "size": len(again)}


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


@pytest.mark.parametrize(("name", "seed"), CASES)
def test_whatever_is_edited_what_follows_is_what_a_rebuild_gives(published, name, seed):
    quads, graphs = published[name]
    store, chance = stored(quads), Random(f"{name} {seed}")
    editor = Editor(store, graphs, chance)
    dataset = Dataset(store, "").set_apart()
    for _ in range(STEPS):
        before = dataset.held(set(graphs))
        made = [editor.edit() for _ in range(chance.randint(1, 3))]
        dataset = dataset._published(before)

        assert derived(store) ^ rebuilt(store) == set(), made
        told, catalogue = described(store)
        assert {q for q in store if q.graph_name in DESCRIBED} ^ told == set(), made
        assert dataset.catalogue() == catalogue, made
        default = store.quads_for_pattern(None, None, None, DefaultGraph())
        assert {*dataset._apart} == {*default}, made


DESCRIBED = {*map(NamedNode, DESCRIPTIONS)}
NOTES = graph_iri("notes")
FAR = {
    "a policy": "<urn:p> a cg:AcceptancePolicy",
    "whom a policy trusts": "<urn:p> cg:trustsEveryone true",
    "the gazetteer": "<urn:a> cg:directlyWithin <urn:b>",
    "the vocabulary": "<urn:a> rdfs:subClassOf <urn:b>",
    "a relation that is symmetric": "<urn:a> a owl:SymmetricProperty",
    "what rules derive": "<urn:a> cg:contentKey 'key'",
}


@pytest.fixture
def rebuilds(monkeypatch):
    """The full rebuilds there were."""
    made, publish = [], rules.publish
    monkeypatch.setattr(rules, "publish", lambda store: made.append(publish(store)))
    return made


def note(store, statement):
    """Add it to a graph, and publish that."""
    before = held(store, [NOTES])
    text = f"INSERT DATA {{ GRAPH <{NOTES}> {{ {statement} }} }}"
    store.update(text, prefixes=PREFIXES)
    publication.republish(store, before)


def test_a_triple_term_may_be_written(published, rebuilds):
    quads, _ = published["made-up"]
    store = stored(quads)
    note(store, "<urn:a> <urn:b> <<( <urn:c> <urn:d> 1 )>>")

    assert derived(store) == rebuilt(store)
    assert len(rebuilds) == 1  # the one that is compared with


EMPTY = {
    "comes": [f"CREATE GRAPH <{NOTES}>"],
    "goes": [f"CREATE GRAPH <{NOTES}>", f"DROP GRAPH <{NOTES}>"],
    "is emptied": [f"INSERT DATA {{ GRAPH <{NOTES}> {{ <urn:a> <urn:b> 1 }} }}", f"CLEAR GRAPH <{NOTES}>"],
}  # fmt: skip


@pytest.mark.parametrize("texts", EMPTY.values(), ids=EMPTY)
def test_a_graph_that_comes_or_goes_without_a_triple_is_described_so(made_up, texts):
    plan = Plan(made_up)
    dataset = changes.built(plan, Store())
    for text in texts:
        dataset, _ = changes.made(dataset, plan, Change("update", text=text), b"")
        told, catalogue = described(dataset.store)

        assert {q for q in dataset.store if q.graph_name in DESCRIBED} == told
        assert dataset.catalogue() == catalogue


@pytest.fixture
def counts(monkeypatch):
    """How often everything was described anew."""
    made, publish = [], description.publish
    monkeypatch.setattr(description, "publish", lambda *a: made.append(publish(*a)))
    return made


def test_a_small_change_does_not_have_everything_counted(made_up, counts):
    plan = Plan(made_up)
    dataset = changes.built(plan, Store())
    counts.clear()
    text = f"INSERT DATA {{ GRAPH <{NOTES}> {{ <urn:a> rdfs:label 'a' }} }}"
    changes.made(dataset, plan, Change("update", text=text), b"")

    assert not counts


@pytest.mark.parametrize("statement", FAR.values(), ids=FAR)
def test_what_may_reach_everything_has_everything_made_anew(rebuilds, statement):
    note(Store(), statement)

    assert rebuilds


def test_an_article_is_withdrawn_and_comes_back_without_a_rebuild(published, rebuilds):
    quads, graphs = published["made-up"]
    store = stored(quads)
    article = NamedNode(graphs[0])
    first = held(store, [article.value])
    store.remove_graph(article)
    publication.republish(store, first)
    without = derived(store)
    store.extend(first[article.value])
    publication.republish(store, {article.value: frozenset()})

    assert len(without) < len(derived(store)) - len(first[article.value])
    assert derived(store) == derived(stored(quads))
    assert not rebuilds


def test_a_change_that_reaches_most_of_a_store_is_a_rebuild(published, rebuilds):
    quads, graphs = published["shipped"]
    store = stored(quads)
    before = held(store, graphs[:1])
    store.clear_graph(NamedNode(graphs[0]))
    publication.republish(store, before)

    assert rebuilds


@pytest.mark.parametrize(
    ("kept", "guarded"), [("in memory", True), ("in memory", False), ("on disk", False)]
)
def test_what_a_writer_changes_is_published_so(made_up, tmp_path, kept, guarded):
    store = Store(str(tmp_path / "store")) if kept == "on disk" else Store()
    plan = Plan(made_up, guarded=guarded)
    dataset = changes.built(plan, store)
    label = "<urn:thing> rdfs:label 'a name'"
    texts = [f"INSERT DATA {{ GRAPH <{NOTES}> {{ {label} }} }}"]
    if not guarded:
        article = next(each.graph for each in made_up if each.kind == "article")
        raised = "?claim cg:certainty cg:certain"
        texts.append(
            f"WITH <{article}> DELETE {{ {raised} }} "
            f"INSERT {{ ?claim cg:certainty cg:possible }} WHERE {{ {raised} }}"
        )
    for text in texts:
        dataset, _ = changes.made(dataset, plan, Change("update", text=text), b"")

    assert derived(dataset.store) == rebuilt(dataset.store)
    assert dataset.store.query("ASK { ?thing rdfs:label 'a name' }", prefixes=PREFIXES)


def test_a_fact_without_a_claim_is_refused_in_a_change_too(made_up):
    plan = Plan(made_up, guarded=False)
    dataset = changes.built(plan, Store())
    fact = f"INSERT DATA {{ GRAPH <{NOTES}> {{ <urn:a> cg:perpetrator <urn:b> }} }}"

    with pytest.raises(AssertedWorldTriple, match="perpetrator"):
        changes.made(dataset, plan, Change("update", text=fact), b"")
