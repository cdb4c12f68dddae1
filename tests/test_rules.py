import re

import pytest
from pyoxigraph import Store

from claimgraph import rules
from claimgraph.namespaces import PREFIXES
from claimgraph.turtle import read


@pytest.mark.parametrize("path", rules.files(), ids=lambda path: path.name)
def test_a_rule_says_in_its_header_what_it_makes(path):
    text = path.read_text(encoding="utf-8")

    assert re.match(r"#\+ summary: .+[.?]\n", text)


@pytest.mark.parametrize("path", rules.files(), ids=lambda path: path.name)
def test_a_rule_declares_the_prefixes_it_uses_and_parses_without_ours(path):
    Store().update(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", rules.files(), ids=lambda path: path.name)
def test_a_rule_invents_nothing_from_an_empty_store(path):
    store = Store()
    store.update(path.read_text(encoding="utf-8"), prefixes=PREFIXES)

    assert len(store) == 0


def test_the_working_graph_is_gone_when_all_rules_are_applied():
    store = Store()
    rules.publish(store)

    assert not list(store.named_graphs())


def test_a_view_is_ordinary_rdf_and_only_its_sources_hold_triple_terms(dataset):
    from claimgraph.dataset import Request
    from claimgraph.formats import TURTLE
    from claimgraph.namespaces import view_iri

    everything = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    graph = view_iri("author-strict")
    plain = dataset.query(Request(everything, default_graphs=[graph])).write(TURTLE)
    sources = Request(everything, default_graphs=[f"{graph}/sources"])

    assert len(read(plain.decode())) > 100
    assert b"<<(" not in plain
    assert b"<<(" in dataset.query(sources).write(TURTLE)
