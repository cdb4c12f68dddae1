"""Rasqal's `roqet`, which reads tables only: neither graphs nor truth."""

import subprocess

import pytest

import engines
from questions import A_GRAPH, UNREAD, endpoint, on_file

pytestmark = pytest.mark.roqet


@pytest.fixture
def roqet(address, tmp_path):
    def ask(query):
        question, answer = tmp_path / "asked.rq", tmp_path / "answer.tsv"
        question.write_text(query.text, encoding="utf-8")
        with answer.open("wb") as out:
            subprocess.run(
                ["roqet", "-q", "-r", "tsv", "-p", endpoint(address, query.trust), question],
                stdout=out, check=True,
            )  # fmt: skip
        return engines.on_file(answer)

    return ask


@pytest.mark.parametrize(
    "query", [q for q in UNREAD if q.name != A_GRAPH], ids=lambda query: query.name
)
def test_roqet_gets_the_answer_on_file(roqet, query):
    assert roqet(query) == on_file(query)
