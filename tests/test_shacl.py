"""Each SHACL case gives the report that the specification says, in every way of asking."""

import re
import tomllib
import warnings
from io import StringIO
from pathlib import Path

import pyshacl
import pytest
from click.testing import CliRunner
from rdflib import Graph

import made_up
import shacl_ways
from claimgraph import reports, validation
from claimgraph.app import create_app
from claimgraph.cli import main
from claimgraph.errors.base import ClaimgraphError
from claimgraph.findings import telling
from manifests import FAILURE, Refusal, cases

FOLDER = Path(__file__).parent / "shacl"
#: Where a way of running differs from the specification: the sentence that decides.
DIFFERENCES = tomllib.loads((FOLDER / "differences.toml").read_text(encoding="utf-8"))


def by_pyshacl(case):
    """The report of pySHACL, on the graphs that rdflib reads."""
    data, shapes = (Graph().parse(file) for file in (case.data, case.shapes))
    try:
        with warnings.catch_warnings(action="ignore"):  # of recursion
            _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    except Exception as error:  # it lets those of rdflib and of its parsers through
        raise Refusal(str(error)) from error
    if isinstance(report, Exception):
        raise Refusal(str(report))
    return report.serialize(format="nt")  # its Turtle loses nodes with two users


def by_claimgraph(case):
    """The report of the compiled shapes."""
    data, shapes = (shacl_ways.read_file(file) for file in (case.data, case.shapes))
    try:
        return shacl_ways.report(data, shapes)
    except ClaimgraphError as error:
        raise Refusal(str(error)) from error


#: The failures that are the processor's (SHACL, 3.4.1); others may be allowed.
FAILED = {"malformed-shape", "recursive-shape", "shapes-failed", "unsupported"}
ALLOWED = sorted({*validation.codes()} - FAILED)


def by_command_line(case):
    """The report of the command that users call, of data that stand alone."""
    words = ["--shapes", str(case.shapes), "--alone", "--format", "json"]
    words += [word for code in ALLOWED for word in ("--allow", code)]
    done = CliRunner().invoke(main, ["validate", str(case.data), *words])
    if done.exit_code == 2:
        raise Refusal(done.stderr)
    report = telling.read(done.stdout.encode(), "the report")
    if report.failures:
        raise Refusal(report.failures[0].sentence)
    out = StringIO()
    reports.write(report, out, "turtle")
    return out.getvalue()


def over_http(case):
    """The report that a server gives to a form with both files."""
    client = create_app(made_up.engine()).test_client()
    files = {part: getattr(case, part).open("rb") for part in ("data", "shapes")}
    allowed = {"allow": ",".join(ALLOWED)}
    reply = client.post("/validate", data={**files, **allowed})
    if reply.status_code != 200 or reply.headers["X-Claimgraph-Failures"] != "0":
        raise Refusal(reply.text)
    return reply.text


#: Each takes a case, and gives the report in Turtle or raises a `Refusal`.
WAYS = {
    "pySHACL": by_pyshacl,
    "claimgraph": by_claimgraph,
    "command line": by_command_line,
    "HTTP": over_http,
}


def run(way, case):
    try:
        return case.found(WAYS[way](case))
    except Refusal:
        return FAILURE


@pytest.mark.parametrize("case", cases(FOLDER), ids=lambda case: case.name)
@pytest.mark.parametrize("way", WAYS)
def test_a_case_gives_the_report_of_the_specification(request, way, case):
    if reason := DIFFERENCES.get(way, {}).get(case.name):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))

    assert run(way, case) == case.expected


@pytest.mark.parametrize("case", cases(FOLDER), ids=lambda case: case.name)
def test_a_case_begins_with_the_section_and_what_it_says(case):
    comment = case.file.read_text(encoding="utf-8").partition("\n\n")[0]

    assert re.match(
        r"# (\d(\.\d)+|A) [^:]+(:\w+)?[^:]*: \S", comment.replace("\n# ", " ")
    )


def test_every_difference_is_about_a_case():
    names = {case.name for case in cases(FOLDER)}

    assert {name for table in DIFFERENCES.values() for name in table} <= names
