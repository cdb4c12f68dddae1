"""Measure publishing: one article changed, and starts from files and from a store.

The rules' part of it is measured in this process, the rest over HTTP.
"""

import argparse
import http.client
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlsplit

import publishing
import report
import synthetic
from harness import cache, corpus, machine, memory, results
from harness.systems.ours import Claimgraph
from harness.wire import ACCEPT

_TOKEN = "a-token-of-the-benchmark"  # noqa: S105
_GRAPH = "https://w3id.org/claimgraph/graph/"
_PATIENCE = 3600


class _Refused(Exception):
    """The server did not write; the message is what it said."""


def main() -> None:
    """Measure, write the results, draw the report."""
    chosen = _chosen()
    data = corpus.made(chosen.size, cache.FOLDER)
    record = {
        "machine": machine.described(),
        "triples": data.triples,
        "rules": publishing.measured(data.data, chosen.rounds),
        "start_from_files": _starts(data, chosen, []),
        "guarded": _with_store(data, chosen, []),
        "unguarded": _with_store(data, chosen, ["--no-guard"]),
    }
    path = results.save(f"updates-{synthetic.name(chosen.size)}", record)
    print(f"{path} was written.", file=sys.stderr)
    report.write()


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--size", type=synthetic.size, default="10k", help="triples of reports")
    add("--rounds", type=int, default=5, help="how often each thing is done")
    add("--serve", action="append", default=[], help="an option for claimgraph serve")
    return parser.parse_args()


def _starts(
    data: corpus.Corpus, chosen: argparse.Namespace, options: list[str]
) -> results.Record:
    """Seconds from the command to the first answer."""

    def start() -> None:
        server = Claimgraph([*chosen.serve, *options])
        server.start(data, cache.empty(cache.FOLDER / "stores" / "updates"))
        server.stop()

    return _timed(start, min(3, chosen.rounds))


def _with_store(
    data: corpus.Corpus, chosen: argparse.Namespace, more: list[str]
) -> results.Record:
    """Updates of a server that keeps what is written, then starts from that."""
    store = cache.empty(cache.FOLDER / "stores" / "kept")
    options = ["--store", str(store / "store"), "--update-token", _TOKEN, *more]
    server = Claimgraph([*chosen.serve, *options])
    server.start(data, cache.empty(cache.FOLDER / "stores" / "updates"))
    try:
        record = _updated(server, data, chosen.rounds)
    finally:
        server.stop()
    record["start_from_store"] = _starts(data, chosen, options)
    return record


def _updated(server: Claimgraph, data: corpus.Corpus, rounds: int) -> results.Record:
    before = memory.use(server.pid)
    with memory.sampled(server.pid, 0.1) as samples:
        found = {
            "put_article": _tried(_put(server, data), rounds),
            "insert_reading": _tried(_insert(server, data), rounds),
        }
    peak = max((sample[2] for sample in samples), default=before.proportional)
    before_mb = round(before.proportional, 1)
    return {**found, "memory_before_mb": before_mb, "memory_peak_mb": peak}


def _tried(work: Callable[[], None], rounds: int) -> results.Record:
    """The seconds that *work* takes, or why the server does not do it."""
    try:
        found = _timed(work, rounds)
    except _Refused as error:
        found = {"fault": str(error)}
    print(f"  {found}", file=sys.stderr, flush=True)
    return found


def _timed(work: Callable[[], None], rounds: int) -> results.Record:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return {"median": round(median(taken), 3), "all": [round(t, 3) for t in taken]}


def _put(server: Claimgraph, data: corpus.Corpus) -> Callable[[], None]:
    """Put an article whose title changes each time, and see that the title is there."""
    folder = sorted((data.data / "articles").iterdir())[0]
    files = sorted(folder.glob("*.ttl"))
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    target = f"/graphs?graph={quote(_GRAPH + folder.name, safe='')}"
    title = _title(folder)

    def put() -> None:
        changed = f"edition {time.time_ns()}"
        _write(server, "PUT", target, "text/turtle", text.replace(title, changed))
        _see(server, changed)

    return put


def _title(folder: Path) -> str:
    document = (folder / "document.ttl").read_text(encoding="utf-8")
    return document.partition('dcterms:title "')[2].partition('"')[0]


def _insert(server: Claimgraph, data: corpus.Corpus) -> Callable[[], None]:
    """Insert one more reading of a claim, and see that it is there."""
    claim = data.samples["claim"][0]
    slug = claim.partition("/article/")[2].partition("/")[0]

    def insert() -> None:
        note = f"reading {time.time_ns()}"
        statement = f'<{claim}> <https://w3id.org/claimgraph/ns#reading> "{note}"@en'
        update = f"INSERT DATA {{ GRAPH <{_GRAPH}{slug}> {{ {statement} }} }}"
        _write(server, "POST", "/update", "application/sparql-update", update)
        _see(server, note)

    return insert


def _write(
    server: Claimgraph, method: str, target: str, media_type: str, body: str
) -> None:
    """Send *body*; raise _Refused where the server does not take it."""
    headers = {"Authorization": f"Bearer {_TOKEN}", "Content-Type": media_type}
    address = urlsplit(server.endpoint.url).netloc
    connection = http.client.HTTPConnection(address, timeout=_PATIENCE)
    try:
        connection.request(method, target, body.encode(), headers)
        response = connection.getresponse()
        said = response.read()[:300].decode(errors="replace")
        if response.status >= 300:
            raise _Refused(f"{response.status} {said}")
    finally:
        connection.close()


def _see(server: Claimgraph, text: str) -> None:
    query = f'ASK {{ ?s ?p ?o FILTER (STR(?o) = "{text}") }}'
    reply = server.ask(query, ACCEPT["rows"])
    if b"true" not in reply.body:
        raise _Refused(f"What was written is not there: {text}.")


if __name__ == "__main__":
    main()
