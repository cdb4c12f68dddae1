"""What is shipped is what is tested: the wheel, in an environment of its own."""

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from serving import ask, served

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The command, installed from the wheel in a fresh environment."""
    folder = tmp_path_factory.mktemp("package")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir",
        folder, ROOT, cwd=folder)  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", folder / "env")
    python = folder / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--require-hashes",
        "-r", ROOT / "requirements.txt")  # fmt: skip
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel)
    return folder / "env" / "bin" / "claimgraph"


@pytest.fixture
def outside(tmp_path):
    """A working folder and an environment that know nothing of the checkout."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return {"cwd": tmp_path, "env": clean}


def test_the_wheel_serves_and_answers(installed, outside):
    with served(command=(installed,), **outside) as address:
        answer = ask(
            address,
            "ASK { event:ferry-incident cg:perpetrator actor:jnim }",
            trust="author-strict",
        )

    assert answer["boolean"] is True


def test_the_wheel_asks_the_library(installed, outside):
    text = run(
        installed, "query", "--name", "claims/table", "--format", "csv", **outside
    )

    assert "b09s02" in text


def test_the_wheel_validates_its_data(installed, outside):
    assert "0 violations" in run(installed, "validate", **outside)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-test.txt"])
def test_what_is_pinned_names_the_extras_that_others_ask_for(file):
    """Older versions of pip take the newest release for an extra that is not pinned."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pinned = [Requirement(line.split()[0]) for line in lines if line[:1].isalpha()]
    extras = {canonicalize_name(each.name): each.extras for each in pinned}

    asked = {
        (canonicalize_name(need.name), extra)
        for each in pinned
        for text in metadata.requires(each.name) or ()
        if not (need := Requirement(text)).marker or need.marker.evaluate({"extra": ""})
        for extra in need.extras
    }

    assert asked
    assert asked <= {(name, extra) for name in extras for extra in extras[name]}
