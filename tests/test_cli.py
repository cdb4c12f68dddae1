import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.cli import main
from serving import served

ARTICLES = Path(__file__).parent / "articles"
REPORT = ARTICLES / "made-up-report"
COPY = str(REPORT / "text.txt")
OWN = ["--replace", "--data", str(REPORT)]


@pytest.fixture
def run(runner):
    return lambda *words, **options: runner.invoke(main, [*words], **options)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_says_what_it_does(command):
    help_text = main.commands[command].help

    assert help_text
    assert help_text.strip().endswith(".")


def test_every_option_says_what_it_does():
    mute = [
        f"{name} {option.opts[0]}"
        for name, command in main.commands.items()
        for option in command.params
        if option.param_type_name == "option" and not option.help
    ]

    assert mute == []


def test_a_query_in_a_pipe_is_answered_in_tsv(run):
    done = run("query", "-", *OWN, input="SELECT ?n { BIND (1 AS ?n) }")

    assert done.stdout == "?n\n1\n"


def test_a_query_is_answered_in_the_format_asked_for(run):
    done = run("query", "-", "--format", "json", *OWN, input="ASK {}")

    assert json.loads(done.stdout)["boolean"] is True


def test_true_and_false_end_their_line(run):
    assert run("query", "-", *OWN, input="ASK {}").stdout == "true\n"


def test_a_port_in_use_is_one_sentence():
    with served() as address:
        port = address.rpartition(":")[2]
        done = subprocess.run(
            [sys.executable, "-m", "claimgraph", "serve", "--port", port],
            capture_output=True, text=True,
        )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith(
        f"Error: The server cannot listen on 127.0.0.1, port {port}"
    )


def test_a_table_is_for_people(run):
    text = "SELECT ?k { event:port-seizure cg:killedAtLeast ?k }"
    done = run("query", "-", "--format", "table", "--trust", "plus-belligerents", *OWN,
               input=text)  # fmt: skip

    assert "12" in done.stdout
    assert "1 row" in done.stdout


def test_a_question_of_the_library_is_asked_by_name_with_a_parameter(run):
    done = run("query", "--name", "claims/table", "--param", "name=Harbour Union", *OWN)

    assert "b02s03" in done.stdout
    assert "b02s05" not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["query"], "either a FILE.rq"),
        (["query", "nowhere.rq"], "nowhere.rq"),
        (["query", "--name", "claims/tabel"], "Did you mean 'claims/table'?"),
        (["query", "--name", "claims/table", "--param", "x"], "write NAME=VALUE"),
        (["query", "--name", "claims/table", "--param", "x=1"], "takes no parameter"),
        (["query", "-", "--trust", "nobody"], "Choose from author-broad"),
        (["query", "-", "--format", "png"], "json, xml, csv, tsv"),
        (["query", "-", "--replace"], "--replace needs --data"),
        (["query", "-", "--data", "nowhere"], "nowhere"),
        (["format", "nowhere"], "nowhere"),
        (["validate", "nowhere"], "nowhere"),
        (["verify-anchors", "no-such", COPY], "made-up-report"),
        (["verify-anchors", "made-up-report", "nowhere"], "nowhere"),
        (["new-article", "No Slug"], "lower-case"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_exit_2(run, words, said):
    own = (
        OWN if words[0] in ("query", "verify-anchors") and "--data" not in words else []
    )
    own = [] if "--replace" in words else own
    done = run(*words, *own, input="ASK {}")

    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_a_syntax_error_is_marked_in_its_line(run):
    done = run("query", "-", *OWN, input="SELECT *\nWHERE { ?s foo:p ?o }")

    assert done.exit_code == 2
    assert "line 2, column 12" in done.stderr
    assert "           ^" in done.stderr


def test_format_rewrites_and_check_only_tells(run, tmp_path):
    path = tmp_path / "file.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c>.")

    assert run("format", "--check", str(path)).exit_code == 1
    assert path.read_text() == "<urn:a> <urn:b> <urn:c>."
    assert run("format", str(path)).exit_code == 0
    assert run("format", "--check", str(path)).exit_code == 0


def test_a_readers_copy_that_fits_is_said_to(run):
    done = run("verify-anchors", "made-up-report", COPY, *OWN)

    assert done.exit_code == 0
    assert "All 6 sentences" in done.stdout


def test_a_readers_copy_that_does_not_fit_is_told_by_sentence(run, tmp_path):
    other = tmp_path / "text.txt"
    other.write_text(Path(COPY).read_text().replace("12", "13"))
    done = run("verify-anchors", "made-up-report", str(other), *OWN)

    assert done.exit_code == 1
    assert "b02s02" in done.stdout


def test_the_readers_copy_is_shown_beside_what_is_encoded(run):
    done = run("read", "made-up-report", COPY, *OWN)

    assert "It says 12 people died." in done.stdout
    assert "Harbour Guard" in done.stdout
    assert "keeping distance" in done.stdout


def test_another_text_is_not_shown_as_if_it_were_encoded(run, tmp_path):
    other = tmp_path / "text.txt"
    other.write_text("Another text.")
    done = run("read", "made-up-report", str(other), *OWN)

    assert done.exit_code == 1
    assert "is not the text that made-up-report encodes" in done.stderr


def test_a_new_article_is_made_where_asked(run, tmp_path):
    done = run("new-article", "my-piece", "--into", str(tmp_path), "--text", COPY)

    assert done.exit_code == 0
    assert (tmp_path / "my-piece" / "sentences.ttl").exists()


def test_a_filled_in_new_article_validates(run, tmp_path):
    run("new-article", "made-up-report", "--into", str(tmp_path), "--text", COPY)
    folder = tmp_path / "made-up-report"
    for name in ("document.ttl", "report.ttl", "sentences.ttl"):
        shutil.copy(REPORT / name, folder)
    (folder / "entities.ttl").unlink()
    done = run("validate", str(folder))

    assert done.exit_code == 0, done.output


def test_the_module_runs_as_the_command_does():
    done = subprocess.run(
        [sys.executable, "-m", "claimgraph", "--version"],
        capture_output=True,
        text=True,
    )

    assert "claimgraph" in done.stdout or "0." in done.stdout


#: One call of each way to write to standard output.
WRITERS = [
    ["token"],
    ["dump", *OWN],
    ["query", "-", *OWN],
    ["query", "-", "--format", "table", *OWN],
    ["validate", str(REPORT), "--format", "json"],
    ["lint", str(ARTICLES.parent / "linting" / "cycle.ttl")],
    ["verify-anchors", "made-up-report", COPY, *OWN],
]


def piped(words, tail):
    """What bash makes of a call with *tail* behind it, which asks for many rows."""
    command = f'"$0" -m claimgraph "$@" {tail}'
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command, sys.executable, *words],
        input="SELECT * { ?s ?p ?o }", capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is not here")
@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_disk_that_is_full_is_one_sentence(words):
    done = piped(words, "> /dev/full")

    assert done.returncode == 2
    assert done.stderr == (
        "Error: Nothing can be written to standard output: No space left on device.\n"
    )


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_reader_who_leaves_at_once_is_no_error(words):
    assert piped(words, "| true").stderr == ""
