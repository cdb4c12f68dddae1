"""What every client asks, how it is handed over, and the answers on file."""

from pathlib import Path

import engines
from claimgraph import queries

RESULTS = Path(__file__).parents[1] / "results"
A_GRAPH = "trust/facts-from-institutions"
#: One question of nearly each theme, none of which takes long.
ASKED = [
    queries.find(name)
    for name in (
        "actors/find", "claims/contested", "events/attacks", "forecasts/forecasts",
        "places/growth", "relations/accusations", "sources/attributed",
        "territory/departures", "time/deaths-by-day", "trust/hedges", A_GRAPH,
        "views/compare",
    )
]  # fmt: skip

#: What clients can ask that send a query as it is, without reading it as SPARQL 1.1.
UNREAD = [*ASKED, queries.find("sources/of-facts")]

#: A question that no client needs a file for: it depends on who is believed.
TRUCE = """
PREFIX agreement: <https://w3id.org/claimgraph/id/agreement/>
PREFIX cg: <https://w3id.org/claimgraph/ns#>

ASK { agreement:jnim-issp-truce cg:realisation cg:occurred }
"""
TRUCE_HOLDS = [("author-strict", False), ("everything-claimed", True)]


def endpoint(address, trust):
    """The query address for those who believe *trust*: all a client is told."""
    return f"{address}/sparql" + (f"?trust={','.join(trust)}" if trust else "")


def on_file(query):
    return engines.on_file(next(RESULTS.glob(f"{query.name}.*")))


def hand_over(address, folder):
    """
    Write each question into a file of *folder*; the work list for a program.

    A line is an address and a file. The program puts its answer beside the file, under
    the same name and the extension of its format.
    """
    for number, query in enumerate(ASKED):
        path = folder / f"{number}.rq"
        path.write_text(query.text, encoding="utf-8")
        yield f"{endpoint(address, query.trust)} {path}\n"
    for trust, _ in TRUCE_HOLDS:
        path = folder / f"{trust}.rq"
        path.write_text(TRUCE, encoding="utf-8")
        yield f"{endpoint(address, [trust])} {path}\n"


def answer(folder, query):
    """What the program made of *query*."""
    return engines.on_file(next(folder.glob(f"{ASKED.index(query)}.rq.*")))


def truce(folder, trust):
    return engines.on_file(next(folder.glob(f"{trust}.rq.*")))
