"""Apache Jena and RDF4J."""

from pathlib import Path

import pytest

from questions import ASKED, TRUCE_HOLDS, answer, on_file, truce

HERE = Path(__file__).parent / "java"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("jena", marks=pytest.mark.jena),
        pytest.param("rdf4j", marks=pytest.mark.rdf4j),
    ],
)
def folder(request, answers):
    archives = f"{HERE}/lib/{request.param}/*"
    return answers(["java", "-cp", archives, HERE / request.param / "Ask.java"])


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_java_gets_the_answer_on_file(folder, query):
    assert answer(folder, query) == on_file(query)


@pytest.mark.parametrize(("trust", "holds"), TRUCE_HOLDS)
def test_java_is_told_what_those_believed_say(folder, trust, holds):
    assert truce(folder, trust) is holds
