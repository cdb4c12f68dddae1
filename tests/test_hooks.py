"""The hooks of pre-commit, and the workflow that we show, do what they say."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
}
WORKFLOW = ROOT / "docs" / "examples" / "validate.yml"
PREFIXES = """\
PREFIX ex: <https://example.org/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
SHAPES = f"""{PREFIXES}
ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
"""


@pytest.fixture
def repository(tmp_path):
    """A repository with sound data, and shapes for them."""
    for name, text in {
        "shapes/shapes.ttl": SHAPES,
        "data/one.ttl": f"{PREFIXES}ex:a a ex:P ; ex:p 1 .",
        "data/with space.ttl": f"{PREFIXES}ex:b a ex:P ; ex:p 1 .",
        "notes.md": "No RDF.",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    return tmp_path


def git(folder, *words):
    done = subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def shell(folder, words):
    env = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT / "server"),
    }
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True)


def committed(folder, hook, *arguments):
    """Run a hook as pre-commit does: with the staged files that it is for."""
    staged = git(folder, "ls-files", "-z").split("\0")[:-1]
    files = [name for name in staged if re.search(hook["files"], name)]
    given = files if hook.get("pass_filenames", True) else []
    return shell(folder, [*shlex.split(hook["entry"]), *arguments, *given])


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS.keys())
def test_a_hook_says_what_it_is_and_runs_a_command_of_ours(hook):
    assert hook["entry"].startswith("claimgraph ")
    assert hook["language"] == "python"
    assert hook["name"]
    assert hook["description"].endswith(".")
    re.compile(hook["files"])


def test_a_commit_of_sound_data_passes(repository):
    hook = HOOKS["claimgraph-validate"]
    done = committed(repository, hook, "--shapes", "shapes", "--alone")

    assert done.returncode == 0, done.stdout
    assert "2 focus nodes" in done.stdout


def test_a_commit_of_files_that_do_not_use_all_that_the_shapes_know_passes(repository):
    more = "ex:S sh:property [ sh:path ex:maiden ; sh:maxCount 1 ] ."
    other = "ex:T a sh:NodeShape ; sh:targetClass ex:Q ; sh:nodeKind sh:IRI ."
    (repository / "shapes" / "more.ttl").write_text(f"{PREFIXES}{more} {other}")
    hook = HOOKS["claimgraph-validate"]
    done = committed(repository, hook, "--shapes", "shapes", "--alone")

    assert done.returncode == 0, done.stdout
    assert "2 names that this data does not use" in done.stdout


def test_a_commit_of_wrong_data_does_not(repository):
    (repository / "data" / "with space.ttl").write_text(f"{PREFIXES}ex:b a ex:P .")
    hook = HOOKS["claimgraph-validate"]
    done = committed(repository, hook, "--shapes", "shapes", "--alone")

    assert done.returncode == 1
    assert "data/with space.ttl:3:1: violation" in done.stdout


def test_files_are_validated_together_and_not_in_parallel():
    assert HOOKS["claimgraph-validate"]["require_serial"] is True


def test_the_ontology_is_linted_as_a_whole():
    hook = HOOKS["claimgraph-lint"]
    done = shell(ROOT, shlex.split(hook["entry"]))

    assert hook["pass_filenames"] is False
    assert re.search(hook["files"], "ontology/core.ttl")
    assert done.returncode == 0, done.stdout


def steps():
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
    return [step["run"] for job in jobs for step in job["steps"] if "run" in step]


def test_the_workflow_validates_and_writes_what_it_uploads(repository):
    runs = [run for run in steps() if not run.startswith("pip ")]
    statuses = [shell(repository, ["bash", "-ec", run]).returncode for run in runs]

    assert statuses == [0, 0]
    assert (repository / "validation.sarif").is_file()
    assert "sarif_file: validation.sarif" in WORKFLOW.read_text(encoding="utf-8")


def test_the_workflow_fails_beside_the_line_and_still_writes_the_report(repository):
    (repository / "data" / "one.ttl").write_text(f"{PREFIXES}ex:c a ex:P .")
    first, second = (run for run in steps() if not run.startswith("pip "))
    done = shell(repository, ["bash", "-ec", first])
    written = shell(repository, ["bash", "-ec", second])

    assert done.returncode == written.returncode == 1
    assert done.stdout.startswith("::error file=data/one.ttl,line=3,")
    assert (repository / "validation.sarif").is_file()
