"""Compare our server with its peers on the same data: `make bench`, `SIZE=1m`."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import product
from random import Random

import report
import synthetic
from harness import cache, corpus, machine, questions, results
from harness.field import Field, running
from harness.measuring import Rounds, Timings
from harness.pressure import FRESH, Load, press
from harness.questions import Question
from harness.systems import System, every
from harness.systems.base import Server

_CLIENTS = (1, 4, 16)
_REQUESTS = 40


def main() -> None:
    """Run what the command line asks for, write the results, draw the report."""
    chosen = _chosen()
    record: results.Record = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.described(),
        "load_average_before": machine.load_average(),
        "limit_seconds": chosen.limit,
        "rounds": chosen.rounds,
    }
    data = corpus.made(chosen.size, cache.FOLDER)
    _say(f"{data.triples} triples of reports, {data.quads} quads published.")
    with running(_systems(chosen), data, cache.FOLDER) as field:
        record |= {"data": data.as_json(), **_compared(field, data, chosen)}
    name = chosen.name or synthetic.name(chosen.size)
    path = results.save(f"peers-{name}", record)
    _say(f"{path} was written.")
    report.write()


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    sizes = ", ".join(synthetic.SIZES)
    add("--size", type=synthetic.size, default="10k", help=f"triples: {sizes}, ...")
    add("--name", default="", help="what to call the results, if not by the size")
    add("--rounds", type=int, default=5, help="how often each question is asked")
    add("--seconds", type=float, default=5, help="how long clients press a server")
    add("--warm", type=float, default=5, help="and how long before all else")
    add("--limit", type=float, default=30, help="seconds that a question may take")
    add("--only", action="append", help="a system's name; may be repeated")
    add("--serve", action="append", default=[], help="an option for claimgraph serve")
    return parser.parse_args()


def _systems(chosen: argparse.Namespace) -> list[System]:
    systems = every(chosen.serve)
    for system in systems:
        system.limit = chosen.limit
    return [one for one in systems if not chosen.only or one.name in chosen.only]


def _compared(
    field: Field, data: corpus.Corpus, chosen: argparse.Namespace
) -> results.Record:
    mix = questions.mix()
    field.weigh("started")
    for server in _servers(field.systems):
        press(_load(server, mix, data, chosen.warm, fresh=True), clients=4)
    rounds = Rounds(mix, data.samples, chosen.rounds, synthetic.SEED)
    timings = rounds.measured(field.systems)
    throughput = _pressed(field.systems, mix, data, chosen.seconds)
    field.weigh("asked")
    return {
        "systems": {name: entry.as_json() for name, entry in field.entries.items()},
        "questions": {one.name: _question(one, timings) for one in mix},
        "throughput": throughput,
    }


def _question(question: Question, timings: Timings) -> results.Record:
    figures = timings[question.name].items()
    return {
        "summary": question.summary,
        "group": question.group,
        "systems": {name: timing.as_json() for name, timing in figures},
    }


def _pressed(
    systems: Sequence[System],
    mix: Sequence[Question],
    data: corpus.Corpus,
    seconds: float,
) -> results.Record:
    """
    What each server answers of point look-ups, by the number of clients.

    ``fresh`` texts are asked once, ``repeated`` texts over and over.
    """
    found: results.Record = {server.name: [] for server in _servers(systems)}
    for texts, clients in product(("fresh", "repeated"), _CLIENTS):
        for server in _servers(systems):
            load = _load(server, mix, data, seconds, fresh=texts == "fresh")
            outcome = press(load, clients)
            found[server.name].append({"texts": texts, **asdict(outcome)})
            rate = f"{outcome.per_second}/s, {outcome.errors} errors"
            _say(f"  {server.name}, {clients} clients, {texts} texts: {rate}")
    return found


def _servers(systems: Sequence[System]) -> list[Server]:
    """Those that several clients may ask at once."""
    return [one for one in systems if isinstance(one, Server) and one.concurrent]


def _load(
    server: Server,
    mix: Sequence[Question],
    data: corpus.Corpus,
    seconds: float,
    *,
    fresh: bool,
) -> Load:
    rng = Random(synthetic.SEED)
    end = f" {FRESH.decode()}\n" if fresh else "\n"
    requests = [
        server.endpoint.request(text.rstrip() + end, question.accept)
        for question in mix
        if question.group == "point"
        for text in question.texts(data.samples, _REQUESTS, rng)
    ]
    return Load(server.endpoint.url, requests, seconds, server.limit)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
