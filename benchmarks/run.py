"""Compare our server with its peers on the same data: `make bench`, `SIZE=1m`."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
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
    systems = _systems(chosen)
    data = corpus.made(chosen.size, cache.FOLDER)
    _say(f"{data.triples} triples of reports, {data.quads} quads published.")
    with running(systems, data, cache.FOLDER) as field:
        record = _compared(field, data, chosen)
    path = results.save(f"peers-{chosen.name or synthetic.name(chosen.size)}", record)
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
    before = machine.load_average()
    field.weigh("started")
    rounds = Rounds(mix, data.samples, chosen.rounds, synthetic.SEED)
    timings = rounds.measured(field.systems)
    throughput = _pressed(field.systems, mix, data, chosen)
    field.weigh("asked")
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine.described(),
        "load_average_before": before,
        "data": {
            "triples": data.triples,
            "quads": data.quads,
            "digest": data.digest,
            "published_in_seconds": data.published_in,
        },
        "limit_seconds": chosen.limit,
        "rounds": chosen.rounds,
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
    chosen: argparse.Namespace,
) -> results.Record:
    """
    What each server answers of point look-ups, by the number of clients.

    ``fresh`` texts are asked once, ``repeated`` texts over and over.
    """
    servers = [one for one in systems if isinstance(one, Server) and one.concurrent]
    found: results.Record = {server.name: [] for server in servers}
    for texts in ("fresh", "repeated"):
        for clients in _CLIENTS:
            for server in servers:
                load = _load(server, mix, data, chosen, fresh=texts == "fresh")
                outcome = press(load, clients)
                found[server.name].append({"texts": texts, **asdict(outcome)})
                rate = f"{outcome.per_second}/s, {outcome.errors} errors"
                _say(f"  {server.name}, {clients} clients, {texts} texts: {rate}")
    return found


def _load(
    server: Server,
    mix: Sequence[Question],
    data: corpus.Corpus,
    chosen: argparse.Namespace,
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
    return Load(server.endpoint.url, requests, chosen.seconds, chosen.limit)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
