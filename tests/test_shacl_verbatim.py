"""What the engine reads by itself is what it would have been given triple by triple."""

import random
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

import synthetic
from claimgraph import validation
from claimgraph.shacl import Data, verbatim

ROOT = Path(__file__).parents[1]
PREFIX = "PREFIX : <urn:> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
OWN = NamedNode("urn:own")
SHIPPED = sorted(
    path for folder in ("data", "ontology") for path in (ROOT / folder).rglob("*.ttl")
)
#: What follows a predicate, and whether the engine may read it by itself.
READ = [
    "1", "-1.5", "1.0", ".5", "+07", "1e0", "1.5E-3", "true", "1.\n:c :p 2", ":b.1.0",
    '"1.0"^^xsd:decimal', '"01"^^xsd:byte', '"2000-01-01Z"^^xsd:date',
    '"1.0"^^<http://www.w3.org/2001/XMLSchema#double>', '"é"^^xsd:byte',
    '"\\"1.0"', '"1.0"@en-GB', '"a # b"', '"""a "b" [] \n 1.0"""', '""', '""""""',
    ":b # 1.0 [\n", "<urn:b#(1.0)>", ":b;:q :c",
]  # fmt: skip
ASKED = [
    "[]", "(1)", "_:b", '"1"^^:byte', "'1.0'", "'''1.0'''", ":a\\#b", '"1.0" ^^xsd:byte',
    '"\\u0031.0"^^xsd:decimal', '"1.0"#\n^^xsd:decimal', "1.0:b", "1.e0", '"a"@en--ltr',
    "<<:a :b :c>>", ":b {| :c :d |}", "a:b+1.0",
]  # fmt: skip


def both(content):
    """The triples of *content* as the engine reads them by itself, and one by one."""
    by_itself, one_by_one = Data(), Data()
    was = by_itself.load(content, DefaultGraph(), OWN)
    one_by_one.add(parse(content, RdfFormat.TURTLE), DefaultGraph(), OWN)
    return was, by_itself, one_by_one


def same(content):
    was, by_itself, one_by_one = both(content)
    assert set(by_itself.store) == set(one_by_one.store)
    assert set(by_itself.kept) == set(one_by_one.kept)
    return was


@pytest.mark.parametrize("value", READ)
def test_plain_values_are_read_by_the_engine_as_they_are_written(value):
    assert same(f"{PREFIX}:a :p {value} .".encode())


@pytest.mark.parametrize("value", ASKED)
def test_whatever_may_need_labels_or_another_parser_is_left(value):
    assert not Data().load(f"{PREFIX}:a :p {value} .".encode())


@pytest.mark.parametrize(
    "content",
    [
        b"PREFIX xsd: <urn:> <urn:a> <urn:b> '1.0'^^xsd:decimal .",
        b'PREFIX xsd: <urn:> <urn:a> <urn:b> "1.0"^^xsd:decimal .',
        b'@prefix xsd: <http://www.w3.org/2001/XMLSchema#dec> . <urn:a> <urn:b> "1"^^xsd:imal .',
    ],
)
def test_a_prefix_may_mean_anything(content):
    assert not Data().load(content)


@pytest.mark.parametrize(
    "content",
    [b"<a> <urn:b> 1 .", b":a :b :c .", b'<urn:a> <urn:b> "\xff" .', b"<urn:a> 1 1 ."],
)
def test_what_is_malformed_is_left_and_leaves_nothing(content):
    data = Data()

    assert not data.load(content)
    assert len(data.store) == 0


def test_made_up_reports_are_read_by_the_engine_with_the_same_triples(tmp_path):
    synthetic.write(tmp_path, 3_000)
    for path in (tmp_path / "data").rglob("*.ttl"):
        assert same(path.read_bytes())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_that_the_engine_reads_have_the_same_triples(path):
    content = path.read_bytes()
    if verbatim.read(content) is not None:
        assert same(content)


@pytest.mark.parametrize("seed", range(20))
def test_tokens_by_chance_mean_the_same(seed):
    draw = random.Random(seed)
    tokens = [
        *READ,
        *ASKED,
        ":a",
        ":p",
        " ",
        ".",
        ";",
        ",",
        "\n",
        "1",
        "0",
        "-",
        "+",
        "e",
    ]
    tokens += ['"', "^^", "xsd:", "@", "#", "PREFIX", "a", "_", "%41", "é"]
    found = 0
    for _ in range(2_000):
        value = "".join(draw.choices(tokens, k=draw.randint(1, 4)))
        content = f"{PREFIX}:a :p {value} .".encode()
        try:
            list(parse(content, RdfFormat.TURTLE))
        except SyntaxError:
            assert not Data().load(content)
        else:
            found += bool(Data().load(content) and same(content))
    assert found


def test_queries_have_values_for_texts_but_not_in_what_is_put_aside():
    data = Data(aside=frozenset({OWN}))
    data.load(b"<urn:a> <urn:p> 1.0, 2 .", DefaultGraph(), OWN)

    kept = {(quad.object.value, quad.graph_name) for quad in data.kept}
    assert kept == {("1", DefaultGraph()), ("2", DefaultGraph())}


def test_a_literal_that_is_no_more_as_it_was_written_is_found_as_a_target(tmp_path):
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(f"{PREFIX}:a :p 1.0 .")
    shapes.write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX : <urn:>"
        " :s a sh:NodeShape ; sh:targetNode 1.0 ; sh:nodeKind sh:IRI ."
    )
    report = validation.check([data], [shapes])

    assert [each.focus for each in report.findings] == [
        '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    ]
    assert "no-target" not in {each.code for each in report.failures}
