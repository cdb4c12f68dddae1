import subprocess

import pytest

import questions
from serving import ask, served

TOKEN = "let-me-write"  # noqa: S105


@pytest.fixture(scope="session")
def address():
    """The shipped graph, served as anyone would serve it."""
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def store():
    """The address of an empty store, and the token of those who may write to it."""
    with served("--empty", "--no-guard", "--update-token", TOKEN) as address:
        yield address, TOKEN


@pytest.fixture
def held(store):
    """Tell how many triples a named graph of the store holds, or the default one."""

    def count(graph=None):
        pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        found = ask(store[0], f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
        return int(found["results"]["bindings"][0]["n"]["value"])

    return count


@pytest.fixture(scope="session")
def answers(address, tmp_path_factory):
    """Give a program the work list once; the folder with its answers."""

    def run(command):
        folder = tmp_path_factory.mktemp("answers")
        work = "".join(questions.hand_over(address, folder))
        subprocess.run(command, input=work, text=True, check=True)
        return folder

    return run
