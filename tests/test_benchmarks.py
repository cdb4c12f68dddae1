"""The reports that benchmarks are run on are sound; what measures on them measures."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

import following
import report
import synthetic
from claimgraph import validation
from harness import child, contest, corpus, graphs, memory, questions, results
from harness.answers import summary
from harness.field import running
from harness.measuring import Rounds
from harness.pressure import FRESH, Load, press
from harness.systems.in_process import InProcess
from harness.systems.ours import Claimgraph
from harness.wire import Reply
from synthetic.faults import spoiled

SMALL = 4_000
FOLDER = Path(__file__).parents[1] / "benchmarks"
QUERIES = sorted(FOLDER.rglob("*.rq"))
ROWS = '{"head": {"vars": ["n"]}, "results": {"bindings": [%s]}}'
NUMBER = (
    '{"n": {"type": "literal", "value": "%s",'
    ' "datatype": "http://www.w3.org/2001/XMLSchema#%s"}}'
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    return folder, synthetic.write(folder, SMALL)


def test_made_up_reports_conform_to_the_shapes(reports):
    found = validation.check([reports[0] / "data"])

    assert found.findings == ()
    assert found.failures == ()
    nodes = {each.shape: each.focus_nodes for each in found.coverage}
    assert nodes["https://w3id.org/claimgraph/shape/ClaimShape"] > 100


def test_they_are_as_large_as_asked_for(reports):
    assert SMALL <= reports[1].triples < SMALL * 1.02


def test_they_are_as_large_as_they_say(reports):
    files = (reports[0] / "data").rglob("*.ttl")
    quads = {(path.parent, quad) for path in files for quad in ox.parse(path=path)}

    assert len(quads) == reports[1].triples


def test_another_process_writes_the_same_reports(reports, tmp_path):
    command = [sys.executable, FOLDER / "generate.py", "--size", str(SMALL), tmp_path]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "7"})

    manifests = [folder / "manifest.json" for folder in (reports[0], tmp_path)]
    assert manifests[0].read_text() == manifests[1].read_text()


def test_another_seed_writes_others(reports, tmp_path):
    other = synthetic.write(tmp_path, SMALL, seed=1)

    assert other.digest != reports[1].digest


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_of_the_mix_is_plain_sparql_with_a_summary(path):
    text = path.read_text(encoding="utf-8")

    assert text.startswith("#+ summary: ")
    ox.Store().query(text)
    prepareQuery(text)


def test_the_mix_covers_each_sort_of_question():
    assert {one.group for one in questions.mix()} == set(questions.GROUPS)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (["1", "integer"], ["1.0", "decimal"], True),
        (["0", "integer"], ["0.0", "decimal"], True),
        (["0.333333333333333333", "decimal"], ["0.3333333333333333", "double"], True),
        (["1", "integer"], ["2", "integer"], False),
        (["1", "integer"], ["1", "string"], False),
    ],
)
def test_answers_are_compared_by_value(one, other, same):
    digests = [summary(rows(NUMBER % tuple(each))).digest for each in (one, other)]

    assert (digests[0] == digests[1]) is same


def test_answers_are_compared_as_bags():
    one, two = NUMBER % ("1", "integer"), NUMBER % ("2", "integer")

    assert summary(rows(one, two)) == summary(rows(two, one))
    assert summary(rows(one, one)) != summary(rows(one))


def rows(*bindings):
    body = (ROWS % ", ".join(bindings)).encode()
    return Reply(200, "application/sparql-results+json", body, 0.0)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Our server and the engine alone, asked every question once, then pressed."""
    cache = tmp_path_factory.mktemp("cache")
    data = corpus.made(SMALL, cache)
    with running([Claimgraph(), InProcess()], data, cache) as field:
        field.weigh("started")
        mix = questions.mix()
        timings = Rounds(mix, data.samples, 1, synthetic.SEED).measured(field.systems)
        ours = field.systems[0]
        text = f"ASK {{ ?claim ?property ?value }} # {FRESH.decode()}"
        asked = ours.endpoint.request(text, mix[0].accept)
        load = Load(ours.endpoint.url, [asked], seconds=0.5, limit=10)
        outcome = press(load, 4)
    return field, timings, outcome


def test_every_system_that_is_here_takes_part(measured):
    assert {entry.absent for entry in measured[0].entries.values()} == {""}


def test_all_questions_are_answered_and_the_answers_agree(measured):
    wrong = {
        (question, system): timing.as_json()
        for question, row in measured[1].items()
        for system, timing in row.items()
        if timing.fault or timing.agrees is False or not timing.seconds
    }

    assert wrong == {}


def test_hardly_a_question_has_an_empty_answer(measured):
    empty = [name for name, row in measured[1].items() if not row["claimgraph"].rows]

    assert set(empty) <= {"contested-content", "labels-with-letters"}


def test_clients_that_press_count_what_is_answered(measured):
    assert measured[2].answers > 10
    assert measured[2].errors == 0
    assert measured[2].p50_ms <= measured[2].p99_ms


def test_memory_is_that_of_all_processes(measured):
    used = measured[0].entries["claimgraph"].memory["started"]

    assert used["resident"] >= used["proportional"] > 10


def test_the_tree_of_a_process_holds_its_children():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) as child:
        family = memory.tree(os.getpid())
        used = memory.use(child.pid)
        child.communicate(b"\n")

    assert family[0] == os.getpid()
    assert child.pid in family
    assert used.processes == 1


def test_a_page_is_drawn_from_the_results(tmp_path):
    record = {
        "machine": dict.fromkeys(
            ["processor", "cores", "memory_mb", "system", "python", "commit"], "x"
        ),
        "triples": 1,
        "exports": {"csv": {"status": 200, "megabytes": 1.5, "seconds": 2.0}},
    }
    results.save("export-x", record, tmp_path)
    report.write(tmp_path, tmp_path / "page.html")

    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<td>1.5</td>" in page
    assert "<script" not in page
    assert "exports/csv/seconds\t2.0" in (tmp_path / "export-x.tsv").read_text()


@pytest.fixture(scope="module")
def validated(tmp_path_factory):
    """A few reports as engines for SHACL are given them, with faults."""
    folder = tmp_path_factory.mktemp("validated")
    synthetic.write(folder, 1_000)
    return folder / "data", graphs.written(folder / "data", folder / "graphs", 5)


def test_engines_for_shacl_agree_on_reports_with_faults(validated, tmp_path):
    files = validated[1]
    answers = {
        engine.name: contest.ask(engine, files.spoiled, files.core, 100, tmp_path)
        for engine in (contest.OURS, contest.REFERENCE, contest.ALONE)
    }

    assert answers["claimgraph"].results.total() > 20
    assert {each["agrees"] for each in contest.compared(answers).values()} == {True}


def test_a_difference_between_engines_is_told():
    one, two = (contest.Answer({}, Counter([(name,) * 6])) for name in "ab")
    found = contest.compared({"claimgraph": one, "other": two})["other"]

    assert not found["agrees"]
    assert found["only_ours"]["some"] == ["a a a a a a"]
    assert found["only_there"]["count"] == 1


def test_edits_are_followed_to_the_results_of_a_full_validation(validated):
    found = following.measured(validated[0], 1)

    assert found.pop("everything")["seconds"] > 0
    assert all(edit["as_a_full_validation"] for edit in found.values())
    assert sum(found["file_of_claims"]["results"]) > 0


def test_the_same_faults_come_each_time(validated):
    triples = [quad.triple for quad in ox.parse(path=validated[1].data)]

    assert spoiled(triples, 5) == spoiled(triples, 5) != spoiled(triples, 5, seed=1)
    assert spoiled(triples, 0) == triples


def test_a_child_ends_at_its_limit():
    assert child.run([sys.executable, "-c", "input"], 100).fault == ""
    assert child.run(["sleep", "100"], 0.2).fault == "more than 0.2 s"
    assert child.run(["false"], 100).fault.startswith("status 1")
