"""Whatever the documentation shows is run."""

import hashlib
import os
import re
import shlex
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from claimgraph import queries
from claimgraph.cli import main
from serving import served

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
#: A page that needs more than Python and curl, and what it needs (see conftest.py).
NEEDING = {"clients.md": ("comunica", "jena", "rdf4j", "roqet")}
CLIENTS = ROOT / "tests" / "clients"
#: Where a page finds the libraries of clients, in the folder that it is run in.
LIBRARIES = {"jena": "java/lib/jena", "rdf4j": "java/lib/rdf4j"}
COMMANDS = CLIENTS / "comunica" / "node_modules" / ".bin"
#: A server that a page tells the reader to start, beside the one that is there.
SERVER = re.compile(r"^claimgraph serve --port (\d+)(.*)$", re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"


def marked(path):
    marks = [getattr(pytest.mark, name) for name in NEEDING.get(path.name, ())]
    return pytest.param(path, id=path.name, marks=marks)


def blocks(path):
    return BLOCK.findall(path.read_text(encoding="utf-8"))


def steps(text):
    """The commands of a console block, each with the output that is shown."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        while command.endswith("\\"):
            more, _, shown = shown.partition("\n")
            command = f"{command}\n{more}"
        yield command, shown


def like(shown):
    """The shown output as a pattern: three dots stand for anything."""
    return ".*".join(re.escape(piece) for piece in shown.strip().split("..."))


class Shell:
    """Runs what a page shows, in a folder of its own."""

    def __init__(self, folder, addresses):
        self.folder = folder
        self.addresses = addresses
        for name, place in LIBRARIES.items():
            (folder / name).symlink_to(CLIENTS / place)
        paths = [str(Path(sys.executable).parent), str(COMMANDS), os.environ["PATH"]]
        self.env = {
            **os.environ,
            "PATH": os.pathsep.join(paths),
            "PYTHONPATH": str(ROOT / "server"),
            "COLUMNS": "120",
            "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1",  # they end soon
        }

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        copies = sorted(self.folder.glob("*.txt"))
        if copies:
            sha256 = hashlib.sha256(copies[0].read_bytes()).hexdigest()
            text = text.replace("@sha256@", sha256)
        text = self.addressed(text)
        path.write_text(text.rstrip("\n") if name.endswith(".txt") else text)

    def addressed(self, text):
        """The *text* with the addresses that a page shows made those that there are."""
        for shown, there in self.addresses.items():
            text = text.replace(shown, there)
        return text

    def python(self, text):
        done = subprocess.run(
            [sys.executable, "-c", self.addressed(text)],
            env=self.env, capture_output=True, text=True,
        )  # fmt: skip
        return done.stderr

    def run(self, command):
        done = subprocess.run(
            ["bash", "-c", self.addressed(command)],
            cwd=self.folder, env=self.env, capture_output=True, text=True,
        )  # fmt: skip
        return (done.stdout + done.stderr).replace("\r\n", "\n")


def servers(found):
    """The addresses that the blocks show, and the options of the servers behind them."""
    if any(kind == "console" and ADDRESS in text for kind, _, text in found):
        yield ADDRESS, []
    for kind, _, text in found:
        for port, options in SERVER.findall(text) if kind == "sh" else ():
            yield f"http://127.0.0.1:{port}", shlex.split(options)


@pytest.mark.parametrize("path", [marked(path) for path in PAGES])
def test_what_a_page_shows_happens(path, tmp_path):
    found = blocks(path)
    with ExitStack() as stack:
        addresses = {
            address: stack.enter_context(served(*options, cwd=tmp_path))
            for address, options in servers(found)
        }
        shell = Shell(tmp_path, addresses)
        for kind, name, text in found:
            if name:
                shell.write(name, text)
            elif kind == "python":
                assert shell.python(text) == ""
            for command, shown in steps(text) if kind == "console" else ():
                said = shell.run(command).strip()
                assert re.fullmatch(like(shown), said, re.DOTALL), f"{command}\n{said}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_link_within_the_project_leads_somewhere(path):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))

    assert [t for t in targets if not (path.parent / t).exists()] == []


@pytest.mark.parametrize("target", ["serve", "test", "soak", "bench", "format"])
def test_the_readme_names_every_make_target_there_is(target):
    assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("command", sorted(main.commands))
def test_the_readme_names_every_command(command):
    assert f"claimgraph {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", queries.HEADER_KEYS)
def test_every_header_key_of_a_query_is_documented(key):
    assert f"`{key}`" in (ROOT / "queries" / "README.md").read_text(encoding="utf-8")


def test_what_is_generated_is_fresh():
    sys.path.insert(0, str(ROOT / "docs"))
    import generate

    assert generate.PAGE.read_text(encoding="utf-8") == generate.page()
    assert generate.DATA_PAGE.read_text(encoding="utf-8") == generate.data_page()
    for made in (generate.shapes_page, generate.linting_page):
        assert made.PAGE.read_text(encoding="utf-8") == made.page()
