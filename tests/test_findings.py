"""A report is plain data: it can be told in JSON, heard again, counted and judged."""

import dataclasses
import json

import pytest
from hypothesis import given

from claimgraph import findings
from claimgraph.errors.reports import NotAReport
from claimgraph.findings import Failure, Report
from made_up_reports import FINDING, PLACE, reports

EMPTY = Report((), (), 0, (), (), (), (), (), {}, {}, "", 0.0)


def found(*severities):
    several = (dataclasses.replace(FINDING, severity=each) for each in severities)
    return dataclasses.replace(EMPTY, findings=tuple(several))


@given(reports())
def test_what_is_told_is_heard_again(report):
    text = json.dumps(findings.told(report))

    assert findings.read(text, "report.json") == report


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "Report"}, '"type" is not "ValidationReport"'),
        ({"nodes": "3"}, "report.nodes is missing or not of the kind int"),
        ({"nodes": True}, "report.nodes is missing or not of the kind int"),
        ({"seconds": None}, "report.seconds is missing or not of the kind float"),
        ({"seconds": float("nan")}, "report.seconds is missing or not of the kind float"),
        ({"seconds": 10**400}, "report.seconds is missing or not of the kind float"),
        ({"notes": "a"}, "report.notes is missing or not of the kind list"),
        ({"notes": [1]}, "report.notes[0] is missing or not of the kind str"),
        ({"versions": []}, "report.versions is missing or not of the kind object"),
        ({"settings": {"a": 1}}, "report.settings.a is missing or not of the kind str"),
        ({"findings": [None]}, "report.findings[0] is missing or not of the kind Finding"),
        ({"failures": [{"code": "a", "sentence": "A.", "place": 1}]}, "failures[0].place is missing or not of the kind Place"),
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_by_name_and_field(change, said):
    with pytest.raises(NotAReport) as raised:
        findings.heard({**findings.told(EMPTY), **change}, "old.json")

    assert str(raised.value).startswith("old.json is no report of claimgraph (")
    assert said in str(raised.value)


def test_a_message_is_a_pair_of_language_and_text():
    told = findings.told(dataclasses.replace(EMPTY, findings=(FINDING,)))
    told["findings"][0]["messages"] = [["en", "a", "b"]]

    with pytest.raises(NotAReport, match=r"messages\[0\] .* list of 2"):
        findings.heard(told, "old.json")


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, b"\xff", "[]", "null"])
def test_what_is_no_json_object_is_refused(text):
    with pytest.raises(NotAReport):
        findings.read(text, "old.json")


@pytest.mark.parametrize(
    ("severities", "passes_at"),
    [
        ([], ["violation", "warning", "info"]),
        (["Info"], ["violation", "warning"]),
        (["Warning"], ["violation"]),
        (["Violation"], []),
        (["https://example.org/Severe"], []),
        (["Info", "Warning"], ["violation"]),
    ],
)
def test_a_report_passes_if_nothing_is_as_grave_as_what_fails(severities, passes_at):
    report = found(*severities)

    assert [s for s in findings.SEVERITIES if report.passes(s)] == passes_at


def test_a_report_with_a_failure_never_passes():
    report = dataclasses.replace(EMPTY, failures=(Failure("no-target", "None."),))

    assert not any(map(report.passes, findings.SEVERITIES))
    assert not report.conforms


def test_a_report_from_before_failures_had_a_node_is_heard():
    failed = dataclasses.replace(EMPTY, failures=(Failure("no-target", "None."),))
    told = findings.told(failed)
    del told["failures"][0]["node"]

    assert findings.heard(told, "old.json") == failed


def test_a_report_is_judged_as_its_settings_have_it():
    warned = found("Warning")
    strict = dataclasses.replace(warned, settings={"fail-on": "warning"})
    odd = dataclasses.replace(warned, settings={"fail-on": "never"})

    assert [warned.passes(), strict.passes(), odd.passes()] == [True, False, True]


def test_findings_are_counted_by_severity():
    report = found("Warning", "Warning", "Info", "https://example.org/Severe")

    assert [report.count(each) for each in findings.SEVERITIES] == [0, 2, 1]
    assert not report.conforms


def test_findings_are_in_order_with_or_without_a_place():
    later = dataclasses.replace(PLACE, line=PLACE.line + 1)
    unknown = dataclasses.replace(PLACE, line=None, column=None)
    places = [later, PLACE, None, unknown]
    several = [dataclasses.replace(FINDING, place=place) for place in places]

    assert [f.place for f in sorted(several)] == [None, unknown, PLACE, later]


def test_the_span_of_time_is_known_if_the_start_is():
    report = dataclasses.replace(EMPTY, started="2026-01-01T00:00:00Z", seconds=61.0)

    assert [time.isoformat() for time in report.span] == [
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:01:01+00:00",
    ]
    assert EMPTY.span is None
