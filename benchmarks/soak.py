"""Press a server for a long time, with runaway queries among the others: `soak.py`."""

import argparse
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from random import Random

import report
import synthetic
from harness import cache, corpus, machine, memory, questions, results
from harness.field import running
from harness.pressure import FRESH, Load, Outcome, press
from harness.systems import every
from harness.systems.base import Server
from harness.wire import ACCEPT

_RUNAWAYS = Path(__file__).parent / "runaways"
_CLIENTS = 16
_REQUESTS = 60
#: After the runaways ended, the server gets so long to end them.
_SETTLING = 35


def main() -> None:
    """Press, write the results, draw the report."""
    chosen = _chosen()
    server = next(one for one in every(chosen.serve) if one.name == chosen.system)
    if not isinstance(server, Server):
        raise SystemExit(f"{server.name} is no server.")
    data = corpus.made(chosen.size, cache.FOLDER)
    with running([server], data, cache.FOLDER) as field:
        if not field.systems:
            raise SystemExit(field.entries[server.name].absent)
        record = _soaked(server, data, chosen)
    record["orphans"] = server.orphans
    name = server.name.replace(" ", "-")
    path = results.save(f"soak-{name}", {"machine": machine.described(), **record})
    print(f"{path} was written.", file=sys.stderr)
    report.write()


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--size", type=synthetic.size, default="10k", help="triples of reports")
    add("--minutes", type=float, default=10, help="with runaways; a fifth without")
    add("--share", type=float, default=0.01, help="of requests that run away")
    add("--patience", type=float, default=5, help="seconds until a client gives up")
    add("--system", default="claimgraph", help="the system's name")
    add("--serve", action="append", default=[], help="an option for claimgraph serve")
    return parser.parse_args()


def _soaked(
    server: Server, data: corpus.Corpus, chosen: argparse.Namespace
) -> results.Record:
    seconds = chosen.minutes * 60
    calm = Load(server.endpoint.url, _points(server, data), seconds / 5, server.limit)
    runaways = [
        server.endpoint.request(path.read_text(encoding="utf-8"), ACCEPT["rows"])
        for path in sorted(_RUNAWAYS.glob("*.rq"))
    ]
    rough = replace(
        calm,
        seconds=seconds,
        runaways=runaways,
        share=chosen.share,
        patience=chosen.patience,
    )
    with memory.sampled(server.pid) as samples:
        before = _pressed("without runaways", calm)
        during = _pressed("with runaways", rough)
        time.sleep(_SETTLING)
        after = _pressed("after them", replace(calm, seconds=min(60, seconds / 5)))
    return {
        "system": server.name,
        "triples": data.triples,
        "clients": _CLIENTS,
        "share": chosen.share,
        "patience_seconds": chosen.patience,
        "without": asdict(before),
        "with": asdict(during),
        "after": asdict(after),
        "memory": samples,
    }


def _pressed(words: str, load: Load) -> Outcome:
    outcome = press(load, _CLIENTS)
    print(f"  {words}: {asdict(outcome)}", file=sys.stderr, flush=True)
    return outcome


def _points(server: Server, data: corpus.Corpus) -> list[bytes]:
    rng = Random(synthetic.SEED)
    return [
        server.endpoint.request(f"{text.rstrip()} {FRESH.decode()}\n", one.accept)
        for one in questions.mix()
        if one.group == "point"
        for text in one.texts(data.samples, _REQUESTS, rng)
    ]


if __name__ == "__main__":
    main()
