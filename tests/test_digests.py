"""Digests: equal for equal graphs, however they were written and loaded."""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from claimgraph import loading
from claimgraph.dataset import Dataset, Request
from claimgraph.digests import dataset_digest, graph_digest
from claimgraph.formats import GRAPHS, named
from claimgraph.loading import Source
from claimgraph.storage import Folder

ARTICLE = Path(__file__).parent / "articles" / "made-up-report"
GRAPH = "https://w3id.org/claimgraph/graph/made-up-report"
BLANK = """
PREFIX ex: <http://example.org/>
ex:a ex:p [ ex:q ex:b , [] ] , _:named . _:named ex:p ( 1 2 ) .
"""


def build(*paths, **options):
    return Dataset.build(loading.everything(paths, replace=True), **options)


def recorded(dataset, graph=GRAPH):
    text = f"SELECT ?d {{ GRAPH graph:digests {{ <{graph}> cg:sha256 ?d }} }}"
    return next(iter(dataset.query(Request(text)).rows()))[0].value


@pytest.fixture(scope="module")
def report():
    return build(ARTICLE)


def test_a_graph_s_digest_is_that_of_its_sorted_lines(report, tmp_path):
    path = tmp_path / "graph.nt"
    with path.open("wb") as out:
        report.dump(out, named("ntriples", GRAPHS), GRAPH)
    done = subprocess.run(
        ["sort", path], env={"LC_ALL": "C"}, capture_output=True, check=True
    )

    assert recorded(report) == sha256(done.stdout).hexdigest()


def test_neither_files_nor_their_order_nor_their_format_matter(report, tmp_path):
    folder = tmp_path / ARTICLE.name
    folder.mkdir()
    shutil.copy(ARTICLE / "document.ttl", folder)
    rest = [
        q
        for name in ("report.ttl", "sentences.ttl")
        for q in parse(path=ARTICLE / name)
    ]
    serialize(reversed(rest), folder / "all.nt", format=RdfFormat.N_TRIPLES)
    again = build(folder)

    assert recorded(again) == recorded(report)
    assert again.digest == report.digest


def test_another_triple_is_another_digest(report, tmp_path):
    folder = tmp_path / ARTICLE.name
    shutil.copytree(ARTICLE, folder)
    (folder / "more.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    more = build(folder)

    assert recorded(more) != recorded(report)
    assert more.digest != report.digest


def test_blank_nodes_that_are_loaded_have_labels_that_rdf_xml_can_hold(tmp_path):
    """A node's name in XML begins with a letter (RDF 1.1 XML Syntax, section 7.2.34)."""
    path = tmp_path / "blank.ttl"
    path.write_text("<a:b> <a:c> [] , [] , [] , [] , [] , [] , [] , [] , [] , [] .")
    source = Source(path, "http://example.org/", "data")
    labels = {quad.object.value for quad in loading.quads(source)}

    assert len(labels) == 10
    assert all(label[0].isalpha() for label in labels)


def test_equal_files_have_equal_digests_blank_nodes_and_all(tmp_path):
    digests = set()
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "blank.ttl").write_text(BLANK)
        digests.add(build(tmp_path / place / "blank.ttl").digest)

    assert len(digests) == 1


def test_a_store_s_digest_outlasts_a_restart(tmp_path):
    store = Store()
    store.load(BLANK, RdfFormat.TURTLE, to_graph=NamedNode("urn:kept"))
    folder = Folder(tmp_path / "store")
    folder.prepare()
    folder.keep(store, ["urn:kept"], "")

    first, second = (build(kept=folder) for _ in range(2))
    assert recorded(first, "urn:kept") == graph_digest(store, NamedNode("urn:kept"))
    assert first.digest == second.digest


def test_a_change_that_is_undone_gives_the_digest_back(tmp_path):
    dataset = build(ARTICLE)
    quad = Quad(*map(NamedNode, ("urn:a", "urn:b", "urn:c", GRAPH)))
    before = dataset.digest
    held = dataset.held([GRAPH])
    dataset.store.add(quad)
    changed = dataset.changed(held)
    held = changed.held([GRAPH])
    dataset.store.remove(quad)

    assert changed.digest != before
    assert changed.changed(held).digest == before


def test_an_empty_graph_is_not_none():
    empty = graph_digest(Store(), NamedNode("urn:a"))

    assert dataset_digest({}) != dataset_digest({"urn:a": empty})


def test_parts_that_change_places_make_another_dataset():
    assert dataset_digest({"a": "1", "b": "2"}) != dataset_digest({"a": "2", "b": "1"})
