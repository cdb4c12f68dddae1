"""Whatever is sent, the server answers as its file says, and serves on."""

import re
import time

import pytest

from attack import FOLDER, attacks, faults
from target import targets


@pytest.fixture(scope="module")
def servers():
    with targets() as found:
        yield found


@pytest.mark.parametrize("attack", [*attacks()], ids=lambda attack: attack.name)
def test_an_attack_is_answered_as_promised_and_harms_nobody(
    attack, servers, record_property
):
    server = servers[attack.server]
    state = server.state()
    values = {**server.values, **attack.values}
    for request, expected in attack.exchanges:
        reply = server.send(request, attack.values)

        assert faults(reply, expected, values) == []

    seconds = server.canary()
    record_property("canary", seconds)
    assert seconds < 5
    assert server.state() == state


@pytest.mark.parametrize("kind", ["guarded", "plain"])
def test_afterwards_no_more_processes_are_left_than_before(servers, kind):
    server = servers[kind]
    server.wait_until_idle()

    assert len(server.processes()) <= server.most_processes
    assert server.defunct() == []


@pytest.mark.parametrize("kind", ["guarded", "plain"])
def test_afterwards_nothing_goes_on_computing(servers, kind):
    server = servers[kind]
    server.wait_until_idle()
    before = sum(server.processes().values())
    time.sleep(1)

    assert sum(server.processes().values()) - before < 0.5


@pytest.mark.parametrize("kind", ["guarded", "plain"])
def test_afterwards_the_server_has_not_swollen(servers, kind):
    assert servers[kind].resident() < 2**29


def test_afterwards_nobody_was_asked_anything(servers):
    assert servers["guarded"].listener.connections == 0


@pytest.mark.parametrize("kind", ["guarded", "plain"])
def test_afterwards_the_log_holds_no_secret_and_no_fault(servers, kind):
    said = servers[kind].log.read_text(encoding="utf-8")

    assert servers[kind].values["token"] not in said
    assert "Traceback" not in said


def test_each_kind_of_attack_is_told_and_each_that_is_told_is_there():
    told = re.findall(r"^\| `(.+?)/`", (FOLDER / "README.md").read_text(), re.MULTILINE)

    assert sorted(told) == sorted(p.name for p in FOLDER.iterdir() if p.is_dir())
