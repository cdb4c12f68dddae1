"""Two reports are compared: what is new, what is gone, what stays."""

import dataclasses
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.findings import Input, Report
from claimgraph.reports import Manner, compare, write
from made_up_reports import FINDING, PLACE, findings
from test_reports import SARIF

EMPTY = Report((), (), 0, (), (), (), (), (), {}, {}, "", 0.0)


def report(*several, **changed):
    return dataclasses.replace(EMPTY, findings=several, **changed)


def changed(**fields):
    return dataclasses.replace(FINDING, **fields)


def at(line, source="", **fields):
    return changed(place=dataclasses.replace(PLACE, line=line, source=source), **fields)


OTHER = changed(focus="<https://example.org/b>", node="<https://example.org/b>")


@pytest.mark.parametrize(
    ("before", "now", "new", "gone", "staying"),
    [
        ([], [FINDING], 1, 0, 0),
        ([FINDING], [], 0, 1, 0),
        ([FINDING], [FINDING], 0, 0, 1),
        ([FINDING], [OTHER], 1, 1, 0),
        ([at(3)], [at(300)], 0, 0, 1),
        ([FINDING], [changed(place=None)], 0, 0, 1),
        ([FINDING], [changed(messages=(("en", "Tell it."),))], 0, 0, 1),
        ([FINDING], [changed(severity="Warning")], 1, 1, 0),
        ([FINDING], [changed(value='"a"')], 1, 1, 0),
        ([FINDING], [changed(path="<https://example.org/other>")], 1, 1, 0),
        ([FINDING, FINDING], [FINDING, FINDING, FINDING], 1, 0, 2),
        ([at(3, focus="_:b1")], [at(9, focus="_:c7")], 0, 0, 1),
        ([at(3, focus="_:b1")], [at(3, focus="_:b1"), at(4, focus="_:b2")], 1, 0, 1),
        ([changed(constraint="_:b1")], [changed(constraint="_:b2")], 0, 0, 1),
        ([changed(value="_:b1")], [changed(value="<https://example.org/b>")], 1, 1, 0),
    ],
)
def test_findings_come_go_and_stay(before, now, new, gone, staying):
    told = compare(report(*before), report(*now))

    assert [len(told.new), len(told.gone), len(told.staying)] == [new, gone, staying]


def test_of_blank_nodes_the_new_one_is_the_one_on_another_line_of_text():
    before = [
        at(1, "ex:a ex:p [] .", focus="_:a"),
        at(2, "ex:b ex:p [] .", focus="_:b"),
    ]
    now = [
        at(1, "ex:c ex:p [] .", focus="_:x"),
        at(2, "ex:a ex:p [] .", focus="_:y"),
        at(3, "ex:b ex:p [] .", focus="_:z"),
    ]

    assert [found.focus for found in compare(report(*before), report(*now)).new] == [
        "_:x"
    ]


@given(st.lists(findings(), max_size=4), st.lists(findings(), max_size=4))
def test_every_finding_is_in_one_part(before, now):
    told = compare(report(*before), report(*now))

    assert sorted([*told.gone, *(old for old, _ in told.staying)]) == sorted(before)
    assert sorted([*told.new, *(same for _, same in told.staying)]) == sorted(now)


@given(st.lists(findings(), max_size=4))
def test_a_report_has_nothing_new_against_itself(several):
    told = compare(report(*several), report(*reversed(several)))

    assert (told.new, told.gone) == ((), ())


def since(form, language="en", **before):
    now = report(FINDING, OTHER)
    out = io.StringIO()
    gone = changed(focus="<https://example.org/c>", node="<https://example.org/c>")
    compared = compare(report(FINDING, gone, **before), now)
    write(now, out, form, Manner(language, since=compared))
    return out.getvalue()


def test_a_text_marks_what_is_new_and_names_what_is_gone():
    lines = since("text").splitlines()

    assert [line for line in lines if "new: Say it" in line] == [
        "data/a.ttl:3:5: violation: new: Say it. [https://example.org/b https://example.org/note]"
    ]
    assert (
        "data/a.ttl:3:5: gone: Say it. [https://example.org/c https://example.org/note]"
        in lines
    )
    assert "Since the earlier report: 1 new, 1 gone, 1 as before." in lines


def test_a_text_counts_what_came_and_went_in_its_language():
    said = "Depuis le rapport précédent, nouveaux : 1, disparus : 1, inchangés : 1."

    assert said in since("text", "fr").splitlines()


@pytest.mark.parametrize("form", ["text", "html"])
def test_it_is_said_if_the_shapes_are_others(form):
    said = "The shapes are not those of the earlier report."

    assert said in since(form, shapes=(Input("a.ttl", "1"),))
    assert said not in since(form)


@pytest.mark.parametrize("form", ["text", "html"])
def test_what_is_new_is_in_the_sample(form):
    old, now = (
        report(*map(at, range(1, 9))),
        report(*map(at, range(1, 9)), at(9, value='"a"')),
    )
    out = io.StringIO()
    write(now, out, form, Manner(since=compare(old, now), sample=1))

    assert "data/a.ttl:9:5" in out.getvalue()
    assert "8 others" in out.getvalue()


def test_a_page_marks_what_is_new_and_names_what_is_gone():
    page = since("html")

    assert page.count('<strong class="new">new</strong>') == 1
    assert page.count("https://example.org/c") == 1


def test_json_has_what_came_and_went():
    told = json.loads(since("json", shapes=(Input("a.ttl", "1"),)))["since"]

    assert [each["focus"] for each in told["new"]] == ["<https://example.org/b>"]
    assert [each["focus"] for each in told["gone"]] == ["<https://example.org/c>"]
    assert (told["staying"], told["other_shapes"]) == (1, True)


def test_sarif_tells_the_state_of_each_result():
    log = json.loads(since("sarif"))

    assert [error.message for error in SARIF.iter_errors(log)] == []
    states = [result["baselineState"] for result in log["runs"][0]["results"]]
    assert states == ["unchanged", "new", "absent"]
