"""Apache Jena and RDF4J."""

import subprocess
from pathlib import Path

import pytest

from questions import ASKED, TRUCE_HOLDS, answer, on_file, truce

HERE = Path(__file__).parent / "java"
#: For programs that are over before it pays to compile them well.
SHORT = "-XX:TieredStopAtLevel=1"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("jena", marks=pytest.mark.jena),
        pytest.param("rdf4j", marks=pytest.mark.rdf4j),
    ],
)
def library(request):
    return request.param


@pytest.fixture(scope="module")
def java(library):
    """The command that runs a program of ours over the library."""

    def command(name, *arguments):
        archives = f"{HERE}/lib/{library}/*"
        return ["java", SHORT, "-cp", archives, HERE / library / name, *arguments]

    return command


@pytest.fixture(scope="module")
def folder(java, answers):
    return answers(java("Ask.java"))


@pytest.mark.parametrize("query", ASKED, ids=lambda query: query.name)
def test_java_gets_the_answer_on_file(folder, query):
    assert answer(folder, query) == on_file(query)


@pytest.mark.parametrize(("trust", "holds"), TRUCE_HOLDS)
def test_java_is_told_what_those_believed_say(folder, trust, holds):
    assert truce(folder, trust) is holds


#: How many triples a program finds in the graph that it wrote.
WRITTEN = {"jena": "3", "rdf4j": "4"}


def test_java_writes_and_reads_what_it_wrote(java, library, store, held):
    before = held()
    done = subprocess.run(
        java("Write.java", *store), capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == [WRITTEN[library], "false"]
    assert held(f"http://example.org/{library}") == 0
    assert held() == before + 1
