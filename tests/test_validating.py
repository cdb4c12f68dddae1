"""The command that validates does what its users expect, and says what it cannot do."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from claimgraph import resources, validation
from claimgraph.cli import main
from serving import served

MEANING = Path(__file__).parent / "meaning"
COMMAND = [sys.executable, "-m", "claimgraph", "validate"]
PREFIXES = """\
PREFIX ex: <https://example.org/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
SHAPES = (
    PREFIXES
    + """
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:age , ex:name .
ex:age sh:path ex:age ; sh:datatype xsd:integer .
ex:name sh:path ex:name ; sh:minCount 1 .
"""
)
GOOD = PREFIXES + 'ex:anna a ex:Person ; ex:name "Anna" ; ex:age 7 .\n'
BAD = PREFIXES + 'ex:bert a ex:Person ; ex:name "Bert" ; ex:age "seven" .\n'
#: Where the fault of BAD stands.
PLACE = "4:47"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (("shapes", SHAPES), ("good", GOOD), ("bad", BAD)):
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(runner):
    own = ["--shapes", "shapes.ttl", "--alone"]

    def run(*words, shapes=True, **options):
        call = ["validate", *words, *(own if shapes else ())]
        return runner.invoke(main, call, **options)

    return run


def told(name):
    shapes, data = (MEANING / "bad" / f"{name}.{p}.ttl" for p in ("shapes", "data"))
    text = shapes.read_text(encoding="utf-8")
    return shapes, data, dict(re.findall(r"^# (Code|Says): (.*)$", text, re.MULTILINE))


def names(kind):
    files = sorted((MEANING / kind).glob("*.shapes.ttl"))
    return [file.name.removesuffix(".shapes.ttl") for file in files]


def places(*files):
    """Where the fixtures say that it is found."""
    return [
        f"{file}:{line}:{column}"
        for file in files
        for line, column in re.findall(
            r"^# Found at line (\d+), column (\d+)\.$", file.read_text(), re.MULTILINE
        )
    ]


def call(shapes, data, *words):
    return ["validate", str(data), "--shapes", str(shapes), "--alone", *words]


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.chdir(Path(__file__).parent)


def failures(done):
    """The places and codes of failures by their sentence in a report as text."""
    found = re.findall(
        r"^(?:(\S+\.ttl:\d+:\d+): )?failure: (.*) \[(.*)\]$", done.stdout, re.MULTILINE
    )
    return {sentence: (place, code) for place, sentence, code in found}


@pytest.mark.parametrize("name", names("bad"))
def test_a_pass_that_would_be_empty_fails_with_its_place(runner, name):
    shapes, data, says = told(name)
    done = runner.invoke(main, call(shapes, data))
    found = failures(done)

    assert done.exit_code == 1
    assert {code for _, code in found.values()} >= set(says["Code"].split())
    expected = places(shapes.relative_to(Path.cwd()), data.relative_to(Path.cwd()))
    said = [place for sentence, (place, _) in found.items() if says["Says"] in sentence]
    assert said
    assert not expected or set(expected) & set(said)


@pytest.mark.parametrize("name", names("bad"))
def test_what_is_allowed_is_what_fails_no_more(runner, name):
    shapes, data, says = told(name)
    before = {
        code for _, code in failures(runner.invoke(main, call(shapes, data))).values()
    }
    for code in says["Code"].split():
        done = runner.invoke(main, call(shapes, data, "--allow", code))
        after = {code for _, code in failures(done).values()}

        assert code not in after
        assert before - {code} <= after
        assert after - before <= {"shapes-failed"}


@pytest.mark.parametrize("name", names("good"))
def test_shapes_that_mean_something_do_not_fail(runner, name):
    shapes, data = (MEANING / "good" / f"{name}.{p}.ttl" for p in ("shapes", "data"))
    done = runner.invoke(main, call(shapes, data))

    assert failures(done) == {}
    assert done.exit_code in (0, 1)


@pytest.mark.parametrize("name", names("noted"))
def test_good_data_that_do_not_use_all_pass_with_one_note(runner, name):
    shapes, data = (MEANING / "noted" / f"{name}.{p}.ttl" for p in ("shapes", "data"))
    says = re.search("^# Says: (.*)$", shapes.read_text(), re.MULTILINE)[1]
    done = runner.invoke(main, call(shapes, data))

    assert done.exit_code == 0, done.stdout
    assert done.stdout.count(says) == 1
    assert done.stdout.count("Shapes look at") == 1


@pytest.mark.parametrize(
    "name", ["path-misspelt", "circle-of-two", "data-of-no-triple"]
)
def test_a_process_says_the_same(runner, name):
    shapes, data, says = told(name)
    words = call(shapes, data)[1:]
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True)

    assert done.returncode == 1
    assert says["Says"] in done.stdout
    assert done.stderr == ""


def test_data_that_conform_pass(folder, run):
    done = run("good.ttl")

    assert done.exit_code == 0
    assert done.stdout.endswith("Passes: no violations.\n")


def test_a_violation_fails_with_its_place_and_its_line(folder, run):
    done = run("bad.ttl")

    assert done.exit_code == 1
    assert f"bad.ttl:{PLACE}: violation: " in done.stdout
    assert '"seven" at ex:age of ex:bert is no well-formed xsd:integer' in done.stdout
    assert '  ex:bert a ex:Person ; ex:name "Bert" ; ex:age "seven" .' in done.stdout


@pytest.mark.parametrize(
    "paths",
    [
        ["data"],
        ["data/"],
        ["data/*/*.ttl"],
        ["data/**/*.ttl"],
        ["data/with space/é.ttl"],
        ["./data/with space/é.ttl", "data/with space/é.ttl"],
        ["data", "data/with space/é.ttl"],
        ["data/with space/link.ttl"],
    ],
)
def test_files_folders_and_patterns_are_read_once(folder, run, paths):
    deep = folder / "data" / "with space"
    deep.mkdir(parents=True)
    (deep / "é.ttl").write_text(BAD)
    (deep / "link.ttl").symlink_to("é.ttl")
    (deep / "notes.txt").write_text("hello")
    done = run(*paths, "--format", "json")
    report = json.loads(done.stdout)

    assert done.exit_code == 1
    assert [each["name"] for each in report["data"]] == ["data/with space/é.ttl"]
    assert len(report["findings"]) == 1


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(folder, run):
    (folder / "a[1].ttl").write_text(BAD)

    assert "a[1].ttl:4:47" in run("a[1].ttl").stdout


def test_relative_iris_are_relative_to_their_file(folder, run):
    (folder / "own.ttl").write_text(f"{PREFIXES}<#anna> a ex:Person .")

    assert f"{folder.as_uri()}/own.ttl#anna has too few" in run("own.ttl").stdout


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("turtle", BAD),
        ("ntriples", "<urn:a> a <urn:b> .".replace(" a ", " <urn:p> ")),
        ("trig", f"{PREFIXES} ex:g {{ ex:b a ex:Person ; ex:name 'B' ; ex:age 'x' }}"),
    ],
)
def test_standard_input_is_read_in_the_format_that_is_said(folder, run, form, text):
    done = run("-", "--input-format", form, "--format", "json", input=text)
    report = json.loads(done.stdout)

    assert [each["name"] for each in report["data"]] == ["-"]
    assert all(each["place"]["file"] == "-" for each in report["findings"])


def test_standard_input_and_files_are_read_together(folder, run):
    text = f"{PREFIXES} ex:anna ex:age 'eight' ."
    done = run("good.ttl", "-", "--format", "json", input=text)
    report = json.loads(done.stdout)

    assert [each["name"] for each in report["data"]] == ["good.ttl", "-"]
    assert [each["place"]["file"] for each in report["findings"]] == ["-"]


LATIN = PREFIXES.encode() + b'ex:a ex:b "\xe9" .'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("broken.ttl", b"ex:a ex:b .", "line 1, column 1"),
        ("latin.ttl", LATIN, "line 4, column 12: it is not UTF-8: save it as UTF-8."),
        ("latin.rdf", LATIN, "line 4, column 12: it is not UTF-8"),
        ("latin.jsonld", b'{"a":\n "\xe9"}', "line 2, column 3: it is not UTF-8"),
        ("binary.ttl", b"\x00\x01\xff\xfe", "line 1, column 1"),
        ("bom.ttl", b"\xef\xbb\xbf" + GOOD.encode(), "byte order mark of UTF-8"),
        ("wide.ttl", GOOD.encode("utf-16"), "byte order mark of UTF-16"),
        ("notes.txt", b"hello", "use one of .ttl"),
        ("broken.rdf", b"<rdf", "broken.rdf"),
        ("broken.jsonld", b"{", "broken.jsonld"),
        (
            "far.jsonld",
            b'{"@context": "http://a.org/"}',
            "its context http://a.org/ is",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(folder, run, name, content, said):
    (folder / name).write_bytes(content)
    done = run("good.ttl", name)

    assert done.exit_code == 2
    assert name in done.stderr
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


BROKEN = [("broken.ttl", 4, 6), ("more.nt", 1, 1)]
FORMS = ["text", "json", "turtle", "html", "sarif", "junit", "github"]


@pytest.fixture
def broken(folder):
    (folder / "broken.ttl").write_text(f"{PREFIXES}ex:a ;\n")
    (folder / "more.nt").write_text("more")
    return folder


@pytest.mark.parametrize("form", FORMS)
def test_a_report_names_every_file_that_does_not_parse_and_cannot_pass(
    broken, run, form
):
    (broken / "report").write_text("an earlier report")
    done = run("good.ttl", "more.nt", "broken.ttl", "--format", form, "--output", "report")  # fmt: skip
    text = (broken / "report").read_text(encoding="utf-8")

    assert done.exit_code == 2
    assert all(f"{name}, line {line}" in done.stderr for name, line, _ in BROKEN)
    assert all(name in text for name, _, _ in BROKEN)
    assert text.count("does not parse: ") >= len(BROKEN)
    assert "an earlier report" not in text
    assert form in ("json", "sarif", "junit") or "Nothing was checked." in text


def test_a_report_in_json_of_what_does_not_parse_has_places_and_does_not_conform(
    broken, run
):
    done = run("more.nt", "good.ttl", "broken.ttl", "--format", "json")
    report = json.loads(done.stdout)
    found = [each["place"] for each in report["failures"]]

    assert not report["conforms"]
    assert not report["passes"]
    assert {each["code"] for each in report["failures"]} == {"malformed-file"}
    assert sorted((p["file"], p["line"], p["column"]) for p in found) == BROKEN
    assert found[1]["source"] == "ex:a ;"
    assert {each["name"] for each in report["data"]} >= {"good.ttl", "more.nt"}


def test_pipelines_are_told_where_it_does_not_parse(broken, run):
    github = run("broken.ttl", "--format", "github").stdout
    sarif = json.loads(run("broken.ttl", "--format", "sarif").stdout)["runs"][0]
    junit = run("broken.ttl", "--format", "junit").stdout

    assert github.startswith("::error file=broken.ttl,line=4,")
    assert not sarif["invocations"][0]["executionSuccessful"]
    assert [each["ruleId"] for each in sarif["results"]] == [
        "claimgraph/malformed-file"
    ]
    assert 'errors="1"' in junit
    assert '<error type="malformed-file"' in junit


@pytest.mark.parametrize(
    ("words", "code", "file"),
    [
        (["nothing.ttl"], "missing-file", None),
        (["nothing/*.ttl"], "missing-file", None),
        (["notes.txt"], "nothing-checked", None),
        (["good.ttl", "--shapes", "broken.ttl"], "malformed-file", "broken.ttl"),
        (["-"], "malformed-file", "-"),
        (["--endpoint", "http://127.0.0.1:9/sparql"], "nothing-checked", None),
    ],
)
def test_whatever_keeps_all_from_being_checked_is_reported(
    broken, run, words, code, file
):
    (broken / "notes.txt").write_text("hello")
    done = run(*words, "--format", "json", input="ex:a")
    [failure] = json.loads(done.stdout)["failures"]

    assert done.exit_code == 2
    assert failure["code"] == code
    assert (failure["place"] or {}).get("file") == file
    assert code != "missing-file" or failure["sentence"] in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nothing.ttl"], "nothing.ttl"),
        (["nothing/**/*.ttl"], "No file matches the pattern"),
        (["empty"], "holds no RDF file"),
        (["good.ttl", "--shapes", "nowhere.ttl"], "nowhere.ttl"),
        (["good.ttl", "--output", "nowhere/report.json"], "no folder nowhere"),
        (["good.ttl", "--output", "empty"], "name a file in it"),
        (["good.ttl", "--since", "nowhere.json"], "nowhere.json"),
        (["good.ttl", "--since", "good.ttl"], "is no report of claimgraph"),
        (["good.ttl", "--graph", "urn:g"], "--graph needs --endpoint"),
        (["good.ttl", "--endpoint", "nowhere"], "no address of an endpoint"),
        (["--endpoint", "http://127.0.0.1:9/sparql"], "No server answers"),
        (["--endpoint", "http://a.org/", "--graph", "a> b"], "is no IRI"),
        (["-", "--input-format", "odd"], "turtle, ntriples"),
        (["-", "--watch"], "--watch watches files"),
        (["good.ttl", "--allow", "anything"], "no-target"),
        (["good.ttl", "--format", "pdf"], "sarif"),
        (["good.ttl", "--fail-on", "error"], "warning"),
        (["good.ttl", "--sample", "-1"], "--sample"),
    ],
)
def test_a_call_that_is_wrong_is_said_and_nothing_is_checked(folder, run, words, said):
    (folder / "empty").mkdir()
    done = run(*words, input=GOOD)

    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.output


def test_a_body_that_does_not_parse_is_standard_input(folder, run):
    done = run("-", input="ex:a")

    assert done.exit_code == 2
    assert done.stderr.startswith("Error: Standard input, line 1, column 1: ")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can lose its rights")
@pytest.mark.parametrize("path", ["secret.ttl", "hidden", "hidden/one.ttl", "."])
def test_what_may_not_be_read_is_one_sentence(folder, run, path):
    (folder / "secret.ttl").write_text(GOOD)
    (folder / "secret.ttl").chmod(0o600)
    (folder / "hidden").mkdir(mode=0o700)
    (folder / "hidden" / "one.ttl").write_text(GOOD)
    for above in (folder, *folder.parents[:3]):
        above.chmod(0o755)
    os.seteuid(65534)
    try:
        done = run(path)
    finally:
        os.seteuid(0)

    assert done.exit_code == 2, done.output
    assert done.stderr.startswith("Error: There is nothing to read at ")


@pytest.mark.parametrize("path", ["loop.ttl", "gone.ttl"])
def test_a_link_that_leads_nowhere_is_one_sentence(folder, run, path):
    (folder / "loop.ttl").symlink_to("loop.ttl")
    (folder / "gone.ttl").symlink_to("nowhere.ttl")
    done = run(path)

    assert done.exit_code == 2, repr(done.exception)
    assert done.stderr.startswith("Error: There is nothing to read at ")


def test_an_empty_file_is_a_pass_of_nothing(folder, run):
    (folder / "empty.ttl").write_text("")
    done = run("empty.ttl")

    assert done.exit_code == 1
    assert "The data hold no triple" in done.stdout


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("text", "Violation ex"), ("json", "{"), ("turtle", ""), ("html", "<!doctype"),
        ("sarif", "{"), ("junit", "<?xml"), ("github", "::error file=bad.ttl,line=4"),
    ],
)  # fmt: skip
def test_every_form_of_report_is_written_there_or_to_a_file(folder, run, form, begins):
    shown = run("bad.ttl", "--format", form)
    written = run("bad.ttl", "--format", form, "--output", "report")
    text = (folder / "report").read_text(encoding="utf-8")

    assert shown.exit_code == written.exit_code == 1
    assert shown.stdout.lower().startswith(begins.lower()) or form == "text"
    assert written.stdout == ""
    assert abs(len(text) - len(shown.stdout)) < 200


@pytest.mark.parametrize(
    "words",
    [
        ["good.ttl", "--output", "good.ttl"],
        ["good.ttl", "--output", "./linked.ttl"],
        ["good.ttl", "--output", "hard.ttl"],
        ["*.ttl", "--output", "good.ttl"],
        [".", "--output", "good.ttl"],
        ["bad.ttl", "--shapes", ".", "--output", "good.ttl"],
        ["bad.ttl", "--shapes", "good.ttl", "--output", "good.ttl"],
        ["bad.ttl", "--since", "good.ttl", "--output", "good.ttl"],
        ["nothing.ttl", "good.ttl", "--output", "good.ttl"],
        ["good.ttl", "nothing/*", "--output", "good.ttl"],
    ],
)
def test_a_report_never_replaces_what_is_read(folder, run, words):
    (folder / "linked.ttl").symlink_to("good.ttl")
    (folder / "hard.ttl").hardlink_to(folder / "good.ttl")
    done = run(*words)

    assert done.exit_code == 2
    assert done.stderr.endswith(
        "it is one of the files that are read, so name another.\n"
    )
    assert (folder / "good.ttl").read_text() == GOOD


def test_the_shipped_files_are_not_replaced(folder, run):
    path = resources.data() / "policies.ttl"
    before = path.read_bytes()
    done = run("good.ttl", "--output", str(path))

    assert done.exit_code == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["report.json", "sub/report.json", "report.txt"])
def test_a_report_may_be_written_again_among_the_data(folder, run, name):
    (folder / "sub").mkdir()
    done = [run(".", "--output", name, "--format", "json") for _ in range(2)]

    assert [each.exit_code for each in done] == [1, 1]
    assert json.loads((folder / name).read_text())["type"] == "ValidationReport"


def test_a_dash_is_standard_output(folder, run):
    done = run("bad.ttl", "--output", "-", "--format", "json")

    assert json.loads(done.stdout)["findings"]
    assert not (folder / "-").exists()


def test_what_is_new_since_an_earlier_report_is_told(folder, run):
    run("bad.ttl", "--format", "json", "--output", "before.json")
    (folder / "bad.ttl").write_text(
        BAD.replace('"seven"', "7") + "ex:carl a ex:Person .\n"
    )
    done = run("bad.ttl", "--since", "before.json")

    assert "Since the earlier report: 1 new, 1 gone, 0 as before." in done.stdout


NEW = "ex:carl a ex:Person .\n"


@pytest.fixture
def baseline(folder, run):
    """A report of what was wrong before, in a file of that name."""
    run("bad.ttl", "--format", "json", "--output", "before.json")
    return ["--baseline", "before.json"]


def test_what_a_baseline_has_does_not_fail(folder, run, baseline):
    done = run("bad.ttl", *baseline)

    assert done.exit_code == 0
    assert f"bad.ttl:{PLACE}: violation: " in done.stdout
    assert "0 new, 0 gone, 1 as before." in done.stdout
    assert "baseline=before.json" in done.stdout
    assert done.stdout.endswith("Passes: no new violations.\n")


def test_what_is_new_since_a_baseline_fails(folder, run, baseline):
    (folder / "bad.ttl").write_text(f"{BAD}{NEW}")
    done = run("bad.ttl", *baseline)

    assert done.exit_code == 1
    assert "violation: new: ex:carl has too few" in done.stdout
    assert done.stdout.endswith("Fails on new violations.\n")


def test_what_is_new_fails_only_if_it_is_grave_enough(folder, run, baseline):
    shapes = SHAPES.replace("sh:minCount 1", "sh:minCount 1 ; sh:severity sh:Warning")
    (folder / "shapes.ttl").write_text(shapes)
    (folder / "bad.ttl").write_text(f"{BAD}{NEW}")

    assert run("bad.ttl", *baseline).exit_code == 0
    assert run("bad.ttl", *baseline, "--fail-on", "warning").exit_code == 1


def test_a_reason_not_to_trust_a_pass_fails_whatever_the_baseline_has(folder, run):
    (folder / "empty.ttl").write_text("")
    run("empty.ttl", "--format", "json", "--output", "before.json")

    assert run("empty.ttl", "--baseline", "before.json").exit_code == 1


@pytest.mark.parametrize("new", [False, True])
def test_every_form_says_what_counts_since_a_baseline(folder, run, baseline, new):
    (folder / "bad.ttl").write_text(BAD + (NEW if new else ""))
    said = {form: run("bad.ttl", *baseline, "--format", form) for form in FORMS}
    text = {form: done.stdout for form, done in said.items()}
    verdict = "Fails on new violations." if new else "Passes: no new violations."
    states = [each["baselineState"] for each in json.loads(text["sarif"])["runs"][0]["results"]]  # fmt: skip

    assert {done.exit_code for done in said.values()} == {int(new)}
    assert all(verdict in text[form] for form in ("text", "turtle", "html", "github"))
    assert json.loads(text["json"])["passes"] is not new
    assert f'failures="{int(new)}"' in text["junit"].splitlines()[1]
    assert text["github"].count("::error") == int(new)
    assert sorted(states) == ["new"] * new + ["unchanged"]


def test_annotations_say_what_is_new_since_an_earlier_report(folder, run, baseline):
    (folder / "bad.ttl").write_text(f"{BAD}{NEW}")
    lines = run("bad.ttl", "--since", "before.json", "--format", "github").stdout
    found = [line for line in lines.splitlines() if line.startswith("::error")]

    assert [line.rpartition("::")[2].startswith("new: ") for line in found] == [
        False,
        True,
    ]
    assert "Since the earlier report: 1 new, 0 gone, 1 as before.\n" in lines


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--since", "before.json"], "--baseline compares as --since does"),
        (["--output", "before.json"], "it is one of the files that are read"),
    ],
)
def test_a_baseline_is_one_report_and_stays(folder, run, baseline, words, said):
    before = (folder / "before.json").read_bytes()
    done = run("bad.ttl", *baseline, *words)

    assert done.exit_code == 2
    assert said in done.stderr
    assert (folder / "before.json").read_bytes() == before


def test_a_report_for_which_nothing_was_checked_is_no_baseline(broken, run):
    run("broken.ttl", "--format", "json", "--output", "before.json")
    done = run("good.ttl", "--baseline", "before.json")

    assert done.exit_code == 2
    assert "nothing had been checked when it was written" in done.stderr


def test_a_sample_is_shown_and_all_on_request(folder, run):
    many = "".join(f"ex:n{n} a ex:Person .\n" for n in range(9))
    (folder / "many.ttl").write_text(PREFIXES + many)

    assert "... and 6 others" in run("many.ttl").stdout
    assert "... and 8 others" in run("many.ttl", "--sample", "1").stdout
    assert "ex:n8" in run("many.ttl", "--sample", "0").stdout


def test_verbose_tells_what_each_shape_looked_at_and_what_none_did(folder, run):
    (folder / "more.ttl").write_text(f"{GOOD} ex:town ex:of ex:anna .")

    assert "PersonShape" not in run("more.ttl").stdout
    verbose = run("more.ttl", "--verbose").stdout
    assert re.search(r"PersonShape +1 focus node", verbose)
    assert "  ex:town\n" in verbose


def test_french_is_spoken(folder, run):
    done = run("bad.ttl", "--language", "fr")

    assert "n’est pas un xsd:integer bien formé" in done.stdout


#: Prefixes that are ours for other namespaces, or others for namespaces that are ours.
OF_THEIRS = (
    "@prefix s: <http://schema.org/> . PREFIX k: <http://www.w3.org/2004/02/skos/core#>"
)


def test_names_are_written_as_the_shapes_and_the_data_write_them(folder, run):
    (folder / "shapes.ttl").write_text(
        f"PREFIX sh: <http://www.w3.org/ns/shacl#> {OF_THEIRS}\n"
        "k:Shape a sh:NodeShape ; sh:targetClass s:Person ;"
        " sh:property [ sh:path s:name ; sh:minCount 1 ] , [ sh:path s:nmae ] ;"
        " sh:property [ sh:path k:note ; sh:maxCount 0 ] ."
    )
    (folder / "people.ttl").write_text(
        f"{OF_THEIRS} PREFIX me: <http://my.org/> PREFIX you: <http://my.org/>\n"
        "me:it a s:Person ; k:note 'a' ."
    )
    shown = run("people.ttl").stdout

    assert "values of s:nmae, a property" in shown
    assert re.search(r"^Violation .*k:note, in people.ttl: 1 finding$", shown, re.M)
    assert "me:it has too many" in shown
    assert not re.search(r"schemas?:|skos:|you:", shown)


def test_a_prefix_of_the_data_that_stands_for_two_namespaces_is_not_written(
    folder, run
):
    for name in ("one", "two"):
        text = f"{PREFIXES}PREFIX my: <http://{name}.org/>\nmy:it a ex:Person ."
        (folder / f"{name}.ttl").write_text(text)
    shown = run("one.ttl", "two.ttl").stdout

    assert "http://one.org/it has too few" in shown
    assert "http://two.org/it has too few" in shown


def test_the_shipped_data_pass(runner):
    assert runner.invoke(main, ["validate"]).exit_code == 0


def test_a_graph_of_an_endpoint_is_checked(folder, run):
    with served("--replace", "--data", str(folder / "bad.ttl")) as address:
        endpoint = ["--endpoint", f"{address}/sparql"]
        graph = "https://w3id.org/claimgraph/graph/bad"
        done = run(*endpoint, "--graph", graph)
        nothing = run(*endpoint, "--graph", "urn:nothing")
        wrong = run("--endpoint", f"{address}/nowhere")

    assert done.exit_code == 1
    assert f"in {graph}: 1 finding" in done.stdout
    assert not re.search(rf"{graph}:\d", done.stdout)  # nobody has seen those lines
    assert "is no well-formed xsd:integer" in done.stdout
    assert "The data hold no triple" in nothing.stdout
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith("Error: The server says: ")


def test_of_a_server_of_ours_what_was_loaded_is_checked(run):
    """Its default graph has what rules derive too, which nobody should have to mend."""
    with served() as address:
        words = ["--endpoint", f"{address}/sparql", "--format", "json"]
        done = run(*words, shapes=False)
        loaded = json.loads(get(f"{address}/validate"))["graphs"]

    assert done.exit_code == 0, done.stdout[:2000]
    assert [each["name"] for each in json.loads(done.stdout)["data"]] == loaded


def get(address):
    with urllib.request.urlopen(address, timeout=30) as reply:
        return reply.read()


class Foreign(BaseHTTPRequestHandler):
    """An endpoint that does not describe itself, and whose default graph is empty."""

    def do_GET(self):
        self.send_error(404)

    def do_POST(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def test_of_an_empty_default_graph_one_is_told_to_name_another(folder, run):
    server = HTTPServer(("127.0.0.1", 0), Foreign)
    threading.Thread(target=server.serve_forever).start()
    done = run("--endpoint", f"http://127.0.0.1:{server.server_port}/sparql")
    server.shutdown()
    server.server_close()

    assert done.exit_code == 2
    assert "is empty: name a graph of it by --graph" in done.stderr


def test_a_reader_who_leaves_early_gets_no_traceback(folder):
    many = "".join(f"ex:n{n} a ex:Person .\n" for n in range(5000))
    (folder / "many.ttl").write_text(PREFIXES + many)
    words = "many.ttl --shapes shapes.ttl --alone --sample 0"
    command = f"{' '.join(COMMAND)} {words} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)

    assert done.stdout.startswith("Violation ")
    assert done.stderr == ""


def on_a_terminal(folder, *words, **env):
    """What the command writes where a terminal is, at its exit, and its status."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *words, "--shapes", "shapes.ttl", "--alone"],
        stdout=terminal, stderr=terminal, stdin=terminal, cwd=folder,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **env},
    )  # fmt: skip
    os.close(terminal)
    output = b""
    while True:
        try:
            output += os.read(controller, 65536)
        except OSError:  # the other end was closed
            break
        if not output:
            break
    os.close(controller)
    return output.decode(), process.wait()


def test_a_terminal_shows_progress_and_colours(folder):
    shown, status = on_a_terminal(folder, "bad.ttl")

    assert status == 1
    assert "read" in shown
    assert "\x1b[1;31mviolation\x1b[0m" in shown


def test_no_color_is_heeded(folder):
    shown, _ = on_a_terminal(folder, "bad.ttl", NO_COLOR="1")

    assert "\x1b[1;31m" not in shown


def test_a_pipe_gets_no_colours_and_no_progress(folder):
    done = subprocess.run(
        [*COMMAND, "bad.ttl", "--shapes", "shapes.ttl", "--alone"],
        capture_output=True, text=True,
    )  # fmt: skip

    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_what_a_file_says_cannot_speak_to_the_terminal(folder, run):
    (folder / "evil.ttl").write_text(
        f"{PREFIXES}ex:e a ex:Person ; ex:name 'e' ; ex:age '\\u001B[2J\x7f\\u202E' .",
    )
    done = run("evil.ttl")

    assert done.exit_code == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", done.stdout)


def _heed_interrupts():
    """As on a terminal: what runs in the background may have been told not to."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Watched:
    """The command while it watches, and what it has written."""

    def __init__(self, folder, *words):
        self.process = subprocess.Popen(
            [*COMMAND, *words, "--watch", "--shapes", "shapes.ttl", "--alone"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder,
            preexec_fn=_heed_interrupts,
        )  # fmt: skip
        self.output = ""

    def wait_for(self, text, seconds=60):
        end = time.monotonic() + seconds
        while text not in self.output:
            ready, _, _ = select.select([self.process.stdout], [], [], 0.2)
            if ready:
                self.output += os.read(self.process.stdout.fileno(), 65536).decode()
            assert time.monotonic() < end, self.output
        self.output = self.output.partition(text)[2]

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            rest, _ = self.process.communicate(timeout=60)
        finally:
            self.process.kill()
        return rest.decode(), self.process.returncode


def test_watching_checks_again_after_each_change_until_it_is_ended(folder):
    (folder / "data").mkdir()
    (folder / "data" / "one.ttl").write_text(GOOD)
    watched = Watched(folder, "data")
    try:
        watched.wait_for("Passes: ")
        watched.wait_for("Watching 2 files; Ctrl-C ends this.")
        (folder / "data" / "one.ttl").write_text(BAD)
        watched.wait_for("Fails on")
        watched.wait_for("Watching")
        (folder / "data" / "one.ttl").write_text("ex:a")
        watched.wait_for("Error: ")
        watched.wait_for("Watching")
        (folder / "data" / "one.ttl").write_text(GOOD)
        watched.wait_for("Passes: ")
        watched.wait_for("Watching")
        (folder / "data" / "two.ttl").write_text(BAD)
        watched.wait_for("data/two.ttl:4:47: violation")
        watched.wait_for("Watching 3 files")
    finally:
        rest, status = watched.stop()

    assert "Traceback" not in rest
    assert status == 1


@pytest.mark.slow
def test_of_seven_thousand_files_the_bad_one_is_named(folder, run):
    many = folder / "many"
    many.mkdir()
    for number in range(7000):
        name = f"ex:n{number}"
        text = f"{PREFIXES}{name} a ex:Person ; ex:name 'n' ; ex:age {number} .\n"
        (many / f"{number}.ttl").write_text(text)
    (many / "bad.ttl").write_text(BAD)
    done = run("many")

    assert f"many/bad.ttl:{PLACE}" in done.stdout


def test_every_code_that_may_be_allowed_is_explained():
    page = Path(__file__).parents[1] / "docs" / "validating.md"

    assert all(f"`{code}`" in page.read_text("utf-8") for code in validation.codes())
