"""The made-up reports that benchmarks are run on are sound, sized and repeatable."""

import subprocess
import sys
from pathlib import Path

import pytest

import synthetic
from claimgraph import validation

SMALL = 4_000
FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    return folder, synthetic.write(folder, SMALL)


def test_made_up_reports_conform_to_the_shapes(reports):
    report = validation.check([reports[0] / "data"])

    assert report.findings == ()
    assert report.failures == ()
    assert report.focus_nodes["https://w3id.org/claimgraph/shape/ClaimShape"] > 100


def test_they_are_as_large_as_asked_for(reports):
    assert SMALL <= reports[1].triples < SMALL * 1.02


def test_another_process_writes_the_same_reports(reports, tmp_path):
    command = [sys.executable, FOLDER / "generate.py", "--size", str(SMALL), tmp_path]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "7"})

    manifests = [folder / "manifest.json" for folder in (reports[0], tmp_path)]
    assert manifests[0].read_text() == manifests[1].read_text()


def test_another_seed_writes_others(reports, tmp_path):
    other = synthetic.write(tmp_path, SMALL, seed=1)

    assert other.digest != reports[1].digest
