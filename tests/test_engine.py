"""The engine: queries that cannot hurt, changes that are whole or not at all."""

import contextlib
import json
import os
import select
import socket
import threading
import time
from pathlib import Path

import pytest

import made_up
from claimgraph import storage
from claimgraph.app import defaults, start_engine
from claimgraph.dataset import Request
from claimgraph.engine import Change, Engine, Limits, Plan, Question, Sizes, Times
from claimgraph.engine.keeper import Keeper
from claimgraph.engine.tally import Tally
from claimgraph.errors.base import Relayed
from claimgraph.errors.limits import (
    Busy,
    ClientGone,
    EngineFailed,
    OutOfMemory,
    OverTime,
    Stopped,
    UnknownRunning,
)
from claimgraph.formats import GRAPHS, RESULTS, named

DIGITS = " ".join(map(str, range(10)))
#: A thousand million rows that need nothing of the data.
ENDLESS = " ".join(f"VALUES ?{letter} {{ {DIGITS} }}" for letter in "abcdefghi")
RUNAWAY = f"SELECT (COUNT(*) AS ?n) {{ {ENDLESS} }}"
STREAM = f"SELECT * {{ {ENDLESS} }}"
GLUTTON = f"SELECT * {{ {ENDLESS} }} ORDER BY ?i ?a"


@pytest.fixture(scope="module")
def engine():
    plan = Plan([], plain=True, limits=Limits(memory=1 << 26))
    sizes = Sizes(fast=2, slow=2, queue=1, patience=0.1)
    started = Engine.start(plan, sizes, Times(query=20.0, change=5.0))
    yield started
    started.close()


def question(text, form="json", graphs="ntriples"):
    return Question.of(Request(text), [form], [graphs], 10)


def asked(engine, text, **options):
    with_form = {k: options.pop(k) for k in ("form", "graphs") if k in options}
    reply = engine.ask(question(text, **with_form), **options)
    try:
        return b"".join(reply)
    finally:
        reply.close()


def answers(engine):
    return asked(engine, "ASK {}") == b'{"head":{},"boolean":true}'


def children():
    """The processes that descend from this one."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = path.read_text().split(" ", 1)
        except OSError:
            continue
        parents[int(pid)] = int(rest.rpartition(")")[2].split()[1])
    found, more = set(), {os.getpid()}
    while more:
        more = {pid for pid, parent in parents.items() if parent in more} - found
        found |= more
    return found


def eventually(condition, seconds=30.0):
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return met


def stop_all(engine):
    """End what is being answered; how much that was."""
    running = engine.running()
    for each in running:
        with contextlib.suppress(UnknownRunning):
            engine.stop(each.id)
    return len(running)


@pytest.fixture
def in_background():
    """Run something in a thread of its own, and what it returned or raised."""
    threads = []

    def start(work):
        outcome = []

        def run():
            try:
                outcome.append(work())
            except Exception as error:
                outcome.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        threads.append(thread)
        return outcome

    yield start
    for thread in threads:
        thread.join(20)


def test_an_error_of_a_query_comes_with_its_place(engine):
    with pytest.raises(Relayed, match="line 1, column 5") as caught:
        asked(engine, "ASK {")

    assert caught.value.kind == "malformed-query"
    assert caught.value.position.column == 5


@pytest.mark.parametrize(
    ("text", "limit", "error"),
    [(RUNAWAY, 0.3, OverTime), (GLUTTON, 20.0, OutOfMemory)],
    ids=["time", "memory"],
)
def test_a_query_beyond_its_limits_is_ended_and_harms_nobody(
    engine, text, limit, error
):
    before = children()
    with pytest.raises(error):
        asked(engine, text, timeout=limit)

    assert answers(engine)
    assert eventually(lambda: len(children()) <= len(before) + 1)


def test_a_client_may_lower_its_time_but_not_raise_it(engine):
    reply = engine.ask(question(STREAM, form="tsv"), timeout=1000.0)
    (running,) = engine.running()
    reply.close()

    assert running.limit == 20


def test_a_client_that_leaves_ends_its_query(engine):
    left = time.monotonic() + 0.3
    with pytest.raises(ClientGone):
        asked(engine, RUNAWAY, timeout=10.0, gone=lambda: time.monotonic() > left)

    assert engine.running() == []


def priorities(pid):
    """Those of the threads of a process that work: all but the first."""
    threads = {int(path.name) for path in Path(f"/proc/{pid}/task").iterdir()} - {pid}
    return {os.getpriority(os.PRIO_PROCESS, thread) for thread in threads}


def test_short_queries_do_not_wait_for_long_ones(engine, in_background):
    outcomes = [
        in_background(lambda: asked(engine, RUNAWAY, timeout=20.0)) for _ in range(2)
    ]
    assert eventually(lambda: sum(each.slow for each in engine.running()) == 2)

    assert answers(engine)
    pids = [running.worker.pid for running in engine.running()]
    assert [priorities(pid) for pid in pids] == [{10}, {10}]
    assert eventually(lambda: stop_all(engine) == 0 and all(outcomes))


def test_a_worker_that_stepped_back_is_kept_and_is_no_slower_after(engine):
    assert answers(engine)
    worker = engine._pool._idle[-1]
    worker.step_back(10)
    assert priorities(worker.pid) == {10}
    assert answers(engine)  # so slowly

    assert eventually(lambda: priorities(worker.pid) == {0})
    assert engine._pool._idle[-1] is worker
    assert answers(engine)


def test_workers_with_much_memory_of_their_own_give_way_to_fresh_ones():
    engine = Engine.start(Plan([], plain=True), Sizes(patience=0.0))
    assert answers(engine)
    worker = engine._pool._idle[-1]
    assert 0 < worker.own < 2**28
    engine._pool._own_memory = worker.own // 2
    assert answers(engine)

    assert engine._pool._idle == []
    assert answers(engine)
    engine.close()


def test_a_full_queue_is_said_at_once(engine, in_background):
    outcomes = []
    for number in range(1, 5):  # two long lanes, two short ones
        outcomes.append(in_background(lambda: asked(engine, RUNAWAY, timeout=20.0)))
        assert eventually(lambda number=number: len(engine.running()) == number)
    outcomes.append(in_background(lambda: asked(engine, RUNAWAY, timeout=20.0)))
    assert eventually(lambda: engine.waiting == 1)
    with pytest.raises(Busy):
        answers(engine)

    assert len(engine.running()) == 4  # nothing had to end for us to be told
    assert eventually(lambda: stop_all(engine) == 0 and all(outcomes))
    assert answers(engine)


def test_the_operator_sees_what_runs_and_may_end_it(engine, in_background):
    outcome = in_background(lambda: asked(engine, RUNAWAY))
    assert eventually(lambda: engine.running() != [])
    (running,) = engine.running()
    assert running.text == RUNAWAY
    engine.stop(running.id)

    assert eventually(lambda: outcome != [])
    assert isinstance(outcome[0], Stopped)
    with pytest.raises(UnknownRunning):
        engine.stop(running.id)


@pytest.mark.parametrize("form", [*RESULTS, *GRAPHS], ids=lambda form: form.name)
def test_an_answer_whose_worker_is_killed_is_no_answer(engine, form):
    graphs = (
        f"CONSTRUCT {{ ?new <e:b> ?a }} WHERE {{ {ENDLESS} BIND (UUID() AS ?new) }}"
    )
    text = graphs if form in GRAPHS else STREAM
    asks = question(text, form=form.name, graphs=form.name)
    reply = engine.ask(asks)
    pieces = iter(reply)
    next(pieces)
    engine.running()[0].worker.kill()

    with pytest.raises((EngineFailed, OutOfMemory)):
        for _ in pieces:
            pass
    assert answers(engine)


def test_a_worker_that_died_while_idle_is_passed_over(engine):
    assert answers(engine)
    idle = engine._pool._idle[-1]
    os.kill(idle.pid, 9)
    assert select.select([idle.sock], [], [], 5)[0]  # it has hung up

    assert answers(engine)


def test_a_keeper_that_dies_is_replaced():
    engine = Engine.start(Plan([], plain=True))
    dead = engine._pool.keeper
    os.kill(dead.pid, 9)  # and one of its workers may still answer

    assert eventually(
        lambda: answered_again(engine) and engine._pool.keeper is not dead
    )
    engine.close()


def answered_again(engine):
    try:
        return answers(engine)
    except EngineFailed:
        return False


def test_the_protections_are_tried_out(engine):
    assert engine.protections == {"deadline": True, "memory": True, "network": True}


def test_a_change_is_seen_by_those_who_ask_after_it_and_changes_the_digest(engine):
    before = engine.catalogue.digest
    engine.change(Change("update", text="INSERT DATA { <e:a> <e:b> <e:c> }"))

    assert asked(engine, "SELECT ?s { ?s <e:b> <e:c> }", form="csv") == b"s\r\ne:a\r\n"
    assert engine.catalogue.digest != before


def test_a_change_that_fails_in_its_second_half_leaves_nothing(engine):
    before = engine.catalogue
    text = "INSERT DATA { <e:half> <e:b> 1 } ; CREATE GRAPH <e:g> ; CREATE GRAPH <e:g>"
    with pytest.raises(Relayed):
        engine.change(Change("update", text=text))

    assert engine.catalogue == before
    assert asked(engine, "SELECT * { <e:half> ?p ?o }", form="csv").count(b"\n") == 1


def test_a_change_over_its_time_is_ended_and_leaves_nothing(engine):
    before = engine.catalogue
    text = f"INSERT {{ <e:x> <e:y> ?a }} WHERE {{ {ENDLESS} }}"
    with pytest.raises(OverTime):
        engine.change(Change("update", text=text))

    assert engine.catalogue == before
    assert answers(engine)


MANY = f"INSERT {{ ?new <e:y> ?a }} WHERE {{ {ENDLESS} BIND(UUID() AS ?new) }}"
SORTED = f"INSERT {{ <e:x> <e:y> ?a }} WHERE {{ SELECT * {{ {ENDLESS} }} ORDER BY ?i }}"


@pytest.mark.parametrize(
    ("text", "in_memory", "megabytes", "kept"),
    [
        (MANY, 0, 128, False),
        (SORTED, 0, 128, True),
        (MANY, -1, 320, True),
        (SORTED, -1, 320, False),
    ],
    ids=["many, lost", "sorted, kept", "many on disk, kept", "sorted on disk, lost"],
)
def test_a_change_over_its_memory_is_ended_and_leaves_nothing(
    tmp_path, text, in_memory, megabytes, kept
):
    limits = {"IN_MEMORY_BYTES": in_memory, "UPDATE_MEMORY_BYTES": megabytes << 20}
    storage.Folder(tmp_path).prepare()
    engine = start_engine(
        [], defaults() | limits, plain=True, folder=tmp_path if kept else None
    )
    engine.change(Change("update", text="INSERT DATA { <e:a> <e:b> 1 }"))
    before = engine.catalogue
    begun = time.monotonic()
    with pytest.raises(
        (OutOfMemory, Relayed), match=f"The update took more than the {megabytes} MB"
    ):
        engine.change(Change("update", text=text))

    assert time.monotonic() - begun < 30
    assert engine.catalogue == before
    assert asked(engine, "SELECT * { ?s ?p ?o }", form="csv").count(b"\n") == 2
    engine.change(Change("update", text="INSERT DATA { <e:a> <e:b> 2 }"))
    assert asked(engine, "SELECT * { ?s ?p ?o }", form="csv").count(b"\n") == 3
    engine.close()


def test_a_change_leaves_no_limit_to_those_after_it(engine):
    """Each is made by a successor of the last, which is forked with its limits."""
    for number in range(3):
        text = f"INSERT DATA {{ <e:limits> <e:b> {number} }}"
        engine.change(Change("update", text=text))
    own = Path(f"/proc/{engine._pool.keeper.pid}")

    assert (own / "limits").read_text().split("Max data size")[1].split()[0] == (
        Path("/proc/self/limits").read_text().split("Max data size")[1].split()[0]
    )
    assert (own / "oom_score_adj").read_text() == (
        Path("/proc/self/oom_score_adj").read_text()
    )


def test_a_query_goes_on_over_the_data_that_it_began_with(engine):
    reply = engine.ask(question(STREAM, form="tsv"))
    pieces = iter(reply)
    next(pieces)
    engine.change(Change("update", text="INSERT DATA { <e:later> <e:b> 1 }"))

    assert len(next(pieces)) > 0
    reply.close()
    assert answers(engine)


def test_a_keeper_does_not_wait_for_a_go_between_that_was_killed(monkeypatch):
    real, keeper = os.fork, os.getpid()

    def fork():
        return real() if os.getpid() == keeper else os._exit(1)

    monkeypatch.setattr(os, "fork", fork)
    ours, theirs = socket.socketpair()

    with ours, pytest.raises(EngineFailed):
        Keeper(ours, keeper, Plan([]))._do_successor(theirs.detach())


def test_what_was_removed_does_not_fill_the_memory():
    engine = start_engine([], defaults(), plain=True)
    rows = " ".join(f"VALUES ?{letter} {{ {DIGITS} }}" for letter in "abcd")
    fresh = f"INSERT {{ ?new <e:b> ?a , ?b }} WHERE {{ {rows} BIND (UUID() AS ?new) }}"
    engine.change(
        Change("update", text="INSERT DATA { GRAPH <e:g> { <e:a> <e:b> 1 } }")
    )
    taken = []
    for _ in range(36):
        engine.change(Change("update", text=fresh))
        engine.change(Change("update", text="CLEAR DEFAULT"))
        taken.append(resident(engine._pool.keeper.pid))

    assert max(taken) < 200  # 270 if nothing were given back
    found = asked(engine, "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
    assert len(json.loads(found)["results"]["bindings"]) == 1
    engine.close()


def resident(pid):
    """Megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) >> 10


def test_closing_ends_every_process():
    before = children()
    engine = start_engine([], defaults(), plain=True)
    assert answers(engine)
    engine.change(Change("update", text="INSERT DATA { <e:a> <e:b> 1 }"))
    assert answers(engine)
    engine.close()

    assert eventually(lambda: children() <= before)


TWO_VIEWS = ("author-strict", "plus-belligerents")


@pytest.mark.parametrize(
    ("text", "trust"),
    [
        ("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", ()),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ()),
        ("SELECT ?event ?who { ?event cg:perpetrator ?who }", ("author-strict",)),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", TWO_VIEWS),
        ("SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", TWO_VIEWS),
    ],
)
def test_on_the_disk_a_dataset_answers_as_in_memory(text, trust):
    asks = Question.of(Request(text, trust=trust), ["tsv"], ["ntriples"], 10)
    found = []
    for engine in (made_up.engine(), made_up.engine(IN_MEMORY_BYTES=0)):
        reply = engine.ask(asks)
        found.append(sorted(b"".join(reply).splitlines()))

    assert found[0] == found[1]
    assert len(found[0]) > 1


def test_on_the_disk_changes_are_made_to_a_copy():
    engine = start_engine([], defaults() | {"IN_MEMORY_BYTES": -1}, plain=True)
    for number in range(4):
        text = f"INSERT DATA {{ <e:a> <e:b> {number} }}"
        engine.change(Change("update", text=text))
    with pytest.raises(Relayed):
        engine.change(Change("update", text="INSERT DATA { <e:a> <e:b> 9 } ; DROP <"))

    assert asked(engine, "SELECT * { <e:a> ?p ?o }", form="csv").count(b"\n") == 5
    assert len([*engine.plan.disk.iterdir()]) <= 3
    engine.close()
    assert not engine.plan.disk.exists()


def test_a_plain_store_takes_files_as_they_are(tmp_path):
    from claimgraph import loading

    path = tmp_path / "graphs.trig"
    path.write_text("<e:a> <e:b> 1 . <e:g> { <e:a> <e:b> 2 }")
    engine = start_engine(loading.sources([path]), defaults(), plain=True)

    assert asked(engine, "SELECT ?o { ?s ?p ?o }", form="csv") == b"o\r\n1\r\n"
    assert engine.catalogue.graphs == {"e:g"}
    engine.close()


def test_what_cannot_be_loaded_is_said_before_anything_is_served(tmp_path):
    from claimgraph import loading

    path = tmp_path / "bad.ttl"
    path.write_text("<e:a> <e:b> .")
    with pytest.raises(Relayed, match=r"bad.ttl, line 1"):
        start_engine(loading.sources([path]), defaults())


ROWS = 'VALUES (?type ?b) { (1 "}},{\\"x") (UNDEF "a\\nb, c") ("<result>" <e:i>) }'


@pytest.mark.parametrize("form", RESULTS, ids=lambda form: form.name)
@pytest.mark.parametrize("piece", [1, 7, 4096])
def test_rows_are_counted_in_the_bytes_however_they_come(form, piece):
    asked = made_up.dataset().query(Request(f"SELECT * {{ {ROWS} }}"))
    content = asked.write(named(form.name, RESULTS))
    tally = Tally(form)
    for start in range(0, len(content), piece):
        tally.add(content[start : start + piece])

    assert tally.rows == 3
