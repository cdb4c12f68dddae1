"""Folders and patterns give all their files, or say which may not be read."""

import glob
import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph import (
    folders,
    formats,
    turtle,  # noqa: F401 - imported before the test gives up its rights
)
from claimgraph.cli import main
from claimgraph.errors.files import MissingFile

TURTLE = "<urn:a> a <urn:b> .\n"
NAMES = st.sampled_from(["a", "b", "c.ttl", "d.nt", "e.md", ".f", ".g.ttl"])
PARTS = st.sampled_from(["*", "**", "a", "*.ttl", "?", "[ab]", ".*", "c.ttl", "*.md"])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for above in (tmp_path, *tmp_path.parents[:3]):
        above.chmod(0o755)
    return tmp_path


def made(*paths):
    for path in map(Path, paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TURTLE)


def globbed(pattern):
    return list(map(Path, glob.glob(pattern, recursive=True)))  # noqa: PTH207 - the rule


@contextmanager
def without_rights():
    """As somebody who may only read what all may read."""
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def here(folder):
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@given(
    st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1),
    st.lists(PARTS, min_size=1, max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_a_pattern_matches_what_the_standard_library_matches(tree, parts):
    with TemporaryDirectory() as name, here(name):
        for path in tree:
            if not any(above.is_file() for above in Path(*path).parents):
                Path(*path[:-1]).mkdir(parents=True, exist_ok=True)
                Path(*path).is_dir() or Path(*path).write_text("")
        pattern = str(Path(*parts))
        expected = set()
        for path in globbed(pattern):
            inner = globbed(f"{glob.escape(str(path))}/**")
            expected |= {each for each in [path, *inner] if each.is_file()}
        try:
            found = folders.matching(pattern, lambda path: True)
        except MissingFile:
            found = []

        assert found == sorted(expected)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*", ["a.ttl", "in/b.nt"]),
        ("**", ["a.ttl", "in/b.nt"]),
        ("*.*", ["a.ttl"]),
        ("*.json", ["c.json"]),
        ("*.md", ["d.md"]),
        (".*", [".e.ttl", ".in/f.ttl"]),
        ("?n", ["in/b.nt"]),
    ],
)
def test_a_pattern_without_an_extension_takes_what_is_rdf(folder, pattern, expected):
    made("a.ttl", "in/b.nt", "c.json", "in/c.xml", "d.md", ".e.ttl", ".in/f.ttl")
    found = folders.matching(pattern, formats.is_data_file)

    assert list(map(str, found)) == expected


def test_a_folder_is_walked_past_hidden_names_unless_they_are_named(folder):
    made("data/a.ttl", "data/.b.ttl", "data/.venv/c.ttl", "data/in/.d/e.ttl")
    wanted = formats.is_data_file

    assert folders.below(folder / "data", wanted) == [folder / "data" / "a.ttl"]
    assert folders.below(Path("data/.venv"), wanted) == [Path("data/.venv/c.ttl")]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lose its rights")
@pytest.mark.parametrize(
    "call",
    [
        "validate data --alone",
        "validate data/**/*.ttl --alone",
        "validate data/*/b.ttl --alone",
        "validate data/* --alone",
        "validate data/a.ttl --alone --shapes data",
        "validate data/a.ttl --alone --shapes data/**",
        "lint data",
        "lint data/**/*.ttl",
        "lint data/secret/b.ttl",
        "format data",
        "format data/secret/b.ttl",
        "load data",
        "serve --replace --data data",
        "dump --replace --data data",
    ],
)
def test_a_folder_that_may_not_be_read_is_named(folder, runner, call):
    made("data/a.ttl", "data/secret/b.ttl")
    (folder / "data" / "secret").chmod(0)
    with without_rights():
        done = runner.invoke(main, call.split())

    assert done.exit_code == 2, done.output
    assert len(done.stderr.splitlines()) == 1
    assert "data/secret" in done.stderr
    assert "Permission denied." in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lose its rights")
def test_a_file_in_a_folder_that_only_shows_its_names_is_named(folder, runner):
    made("data/a.ttl")
    (folder / "data").chmod(0o744)
    with without_rights():
        done = runner.invoke(main, ["validate", "data"])

    assert done.exit_code == 2, done.output
    assert "data/a.ttl. Permission denied." in done.stderr


@pytest.mark.parametrize(
    "call",
    [
        ["validate", ""],
        ["validate", "--shapes", ""],
        ["validate", "--output", ""],
        ["validate", "--since", ""],
        ["lint", ""],
        ["format", ""],
        ["load", ""],
        ["serve", "--data", ""],
        ["serve", "--store", ""],
    ],
)
def test_an_empty_path_is_a_wrong_call(runner, call):
    done = runner.invoke(main, call)

    assert done.exit_code == 2
    assert "it is empty, so name a path." in done.stderr


def test_the_linter_says_that_it_reads_no_standard_input(runner):
    done = runner.invoke(main, ["lint", "-"], input=TURTLE)

    assert done.exit_code == 2
    assert "lint reads files: write standard input to one first." in done.stderr


def test_shapes_and_ontologies_may_be_named_by_patterns(folder, runner):
    made("data.ttl", "shapes/a.ttl", "shapes/b.ttl")
    call = ["validate", "data.ttl", "--alone", "--format", "json", "--shapes"]
    by_pattern = runner.invoke(main, [*call, "shapes/*.ttl"])
    by_name = runner.invoke(main, [*call, "shapes/a.ttl", "--shapes", "shapes/b.ttl"])

    assert '"shapes/b.ttl"' in by_pattern.stdout
    assert by_pattern.stdout.count("shapes/") == by_name.stdout.count("shapes/")
    assert runner.invoke(main, ["lint", "shapes/*.ttl"]).exit_code == 1


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("*.nt", "No file matches the pattern."),
        ("*", "Nothing that matches the pattern has an extension of RDF."),
        ("*.md", "No format is known for "),
    ],
)
def test_a_pattern_that_names_nothing_to_read_says_why(folder, runner, pattern, said):
    made("notes.md", "in/more.md")
    done = runner.invoke(main, ["validate", pattern])

    assert done.exit_code == 2
    assert said in done.stderr
