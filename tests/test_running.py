"""Running it for others: what docs/running/ ships, and the settings that it lists."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from claimgraph.app import SETTINGS
from serving import ask, free_port, served

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "docs" / "running"
PAGE = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
UNIT = (SHIPPED / "claimgraph.service").read_text(encoding="utf-8")
CONTAINER = (SHIPPED / "Containerfile").read_text(encoding="utf-8")
UNITS = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "a processor": os.cpu_count()}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_listed_with_what_it_usually_is(setting):
    row = re.search(
        rf"^\| `{setting.name}` \| ([\d ]+)(.*?) \| (.*) \|$", PAGE, re.MULTILINE
    )
    number, unit, meaning = row.groups()

    assert meaning == setting.help
    assert int(number.replace(" ", "")) * UNITS.get(unit, 1) == setting.default


@pytest.mark.parametrize(
    "name", re.findall(r"^\| `(claimgraph_\w+)`", PAGE, re.MULTILINE)
)
def test_every_number_that_is_listed_is_measured(client, name):
    client.get("/sparql?query=SELEKT").close()
    measured = client.get("/metrics").text

    assert re.search(rf"^{name}(_count)?[ {{]", measured, re.MULTILINE)


def test_every_number_that_is_measured_is_listed(client):
    kinds = re.findall(r"^# TYPE (\w+)", client.get("/metrics").text, re.MULTILINE)

    assert [
        name for name in kinds if name not in PAGE and not name.endswith("_created")
    ] == []


def options(command):
    """What follows ``serve``, but for the port: the tests take a free one."""
    given = command[command.index("serve") + 1 :]
    at = given.index("--port")
    return given[:at] + given[at + 2 :]


# The unit


def test_systemd_has_nothing_to_say_against_the_unit(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not here")
    unit = tmp_path / "claimgraph.service"
    unit.write_text(UNIT.replace("/opt/claimgraph/bin/claimgraph", sys.executable))
    command = ["systemd-analyze", "verify", "--man=no", unit]
    done = subprocess.run(command, capture_output=True, text=True)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_command_of_the_unit_serves(tmp_path):
    line = re.search(r"^ExecStart=(.*)$", UNIT, re.MULTILINE)[1]
    command = line.replace("${STATE_DIRECTORY}", str(tmp_path / "store"))

    with served(*options(shlex.split(command))) as address:
        assert ask(address, "ASK {}")["boolean"] is True


# The container


def instructions(name):
    return re.findall(rf"^{name} (.*)$", CONTAINER, re.MULTILINE)


def command_of(instruction):
    (line,) = instructions(instruction)
    return json.loads(line[line.index("[") :])


def test_the_container_names_no_registry():
    assert {image.split(":")[0] for image in instructions("FROM")} == {"python"}


def test_what_is_copied_into_the_container_is_enough_to_build_it(tmp_path):
    for line in instructions("COPY"):
        if line.startswith("--from"):
            continue
        *sources, target = line.split()
        for name in sources:
            place = tmp_path / (target if target != "./" else name)
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, place)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", tmp_path],
        check=True, capture_output=True,
    )  # fmt: skip

    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("ontology", "data", "queries", "cli"):
        assert any(name.startswith(f"claimgraph/{part}/") for name in names)


def test_the_command_of_the_container_serves_and_its_check_tells(tmp_path):
    store = "/var/lib/claimgraph/store"
    entry = [
        part.replace(store, str(tmp_path / "store"))
        for part in command_of("ENTRYPOINT")
    ]
    assert entry[entry.index("--port") + 1] == instructions("EXPOSE")[0]

    with served(*options(entry)) as address:
        assert healthy(address) is True
    assert healthy(f"http://127.0.0.1:{free_port()}") is False


def healthy(address):
    """Whether the container's own check says so of the server at *address*."""
    _, *check = command_of("HEALTHCHECK")
    command = [part.replace("http://127.0.0.1:8000", address) for part in check]
    return (
        subprocess.run([sys.executable, *command], capture_output=True).returncode == 0
    )
