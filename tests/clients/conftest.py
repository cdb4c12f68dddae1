import subprocess

import pytest

import questions
from serving import served


@pytest.fixture(scope="session")
def address():
    """The shipped graph, served as anyone would serve it."""
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def answers(address, tmp_path_factory):
    """Give a program the work list once; the folder with its answers."""

    def run(command):
        folder = tmp_path_factory.mktemp("answers")
        work = "".join(questions.hand_over(address, folder))
        subprocess.run(command, input=work, text=True, check=True)
        return folder

    return run
