"""Comunica, in Node."""

import subprocess
from pathlib import Path

import pytest

from questions import ASKED, TRUCE_HOLDS, answer, on_file, truce

HERE = Path(__file__).parent / "comunica"

pytestmark = pytest.mark.comunica


@pytest.fixture(scope="module")
def folder(answers):
    return answers(["node", HERE / "ask.js"])


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_comunica_gets_the_answer_on_file(folder, query):
    assert answer(folder, query) == on_file(query)


@pytest.mark.parametrize(("trust", "holds"), TRUCE_HOLDS)
def test_comunica_is_told_what_those_believed_say(folder, trust, holds):
    assert truce(folder, trust) is holds


def test_comunica_writes(store, held):
    subprocess.run(["node", HERE / "write.js", *store], check=True)

    assert held("http://example.org/comunica") == 2
