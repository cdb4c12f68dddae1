"""Export a million rows and triples in every format, watching memory: `export.py`."""

import argparse
import sys
from pathlib import Path

import report
import synthetic
from claimgraph.formats import GRAPHS, RESULTS, Format
from harness import cache, corpus, machine, memory, results
from harness.field import running
from harness.systems import every
from harness.systems.base import Server
from harness.wire import Connection, Dropped, TooSlow

_QUERIES = Path(__file__).parent / "exports"
_EVERY_SECONDS = 0.1
#: A whole answer may take so long.
_LIMIT = 600.0


def main() -> None:
    """Export, write the results, draw the report."""
    chosen = _chosen()
    server = next(one for one in every(chosen.serve) if one.name == chosen.system)
    if not isinstance(server, Server):
        raise SystemExit(f"{server.name} is no server.")
    server.limit = _LIMIT
    data = corpus.made(chosen.size, cache.FOLDER)
    with running([server], data, cache.FOLDER) as field:
        if not field.systems:
            raise SystemExit(field.entries[server.name].absent)
        exports = {
            **_exports(server, "rows", RESULTS, data),
            **_exports(server, "triples", GRAPHS, data),
            **_exports(server, "copy", GRAPHS, data),
        }
    record = {"machine": machine.described(), "triples": data.triples}
    name = server.name.replace(" ", "-")
    path = results.save(f"export-{name}", {**record, "exports": exports})
    print(f"{path} was written.", file=sys.stderr)
    report.write()


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--size", type=synthetic.size, default="10k", help="triples of reports")
    add("--system", default="claimgraph", help="the system's name")
    add("--serve", action="append", default=[], help="an option for claimgraph serve")
    return parser.parse_args()


def _exports(
    server: Server, what: str, forms: tuple[Format, ...], data: corpus.Corpus
) -> results.Record:
    """The query of the name *what* in each of *forms*."""
    query = (_QUERIES / f"{what}.rq").read_text(encoding="utf-8")
    found = {}
    for form in forms:
        request = server.endpoint.request(query, form.media_type)
        name = f"{what} as {form.name}"
        found[name] = _exported(server, request)
        print(f"  {name}: {found[name]}", file=sys.stderr, flush=True)
    return found


def _exported(server: Server, request: bytes) -> results.Record:
    """Bytes, seconds, and by how much memory rose above what it was before."""
    before = memory.use(server.pid)
    with (
        memory.sampled(server.pid, _EVERY_SECONDS) as samples,
        Connection(server.endpoint.url) as connection,
    ):
        try:
            reply = connection.ask(request, _LIMIT)
        except (Dropped, TooSlow) as error:
            return {"fault": str(error) or f"more than {_LIMIT:.0f} s"}
    resident = max([sample[1] for sample in samples], default=before.resident)
    whole = max([sample[2] for sample in samples], default=before.proportional)
    return {
        "status": reply.status,
        "megabytes": round(len(reply.body) / 1e6, 1),
        "seconds": round(reply.seconds, 2),
        "resident_before_mb": round(before.resident, 1),
        "resident_peak_mb": resident,
        "proportional_before_mb": round(before.proportional, 1),
        "proportional_peak_mb": whole,
    }


if __name__ == "__main__":
    main()
