"""On whose word each row of an answer rests."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from claimgraph.answers import Answer
from claimgraph.dataset import Dataset, Request
from claimgraph.errors.queries import EvaluationFailed, MalformedQuery
from claimgraph.explaining.asking import Asker, written
from claimgraph.explaining.claims import Claim, claims
from claimgraph.explaining.constants import say
from claimgraph.explaining.cursor import Unreadable
from claimgraph.explaining.ledger import Entry, Fact, Graph, Ledger, default_graphs
from claimgraph.explaining.levels import Facts, Level, Values
from claimgraph.explaining.reading import read
from claimgraph.explaining.results import Undetermined, unread
from claimgraph.explaining.terms import HIDDEN

_DESCRIBED = "what describes a thing is not matched with a pattern"
#: Rows whose sources are told unless the caller says how many.
MOST_ROWS = 1_000


Rows = list[tuple[Values, list[Facts]]]


@dataclass(frozen=True)
class SourcedTriple:
    """
    A triple that rows were matched with.

    *text* is for reading, the three terms are N-Triples. *origin* says on what it
    rests: ``"claimed"``, on the *claims* from which a triple of a view was made;
    ``"inferred"``, on the triples whose places are in *rests_on*; ``"claim"``, it is
    part of a claim's record; ``"content"``, of what *claims* affirm; ``"recorded"``, of
    the reference data or the vocabulary. *disputed_by* are claims that deny equal
    content or dispute one of the *claims*.
    """

    text: str
    subject: str
    predicate: str
    object: str
    origin: str
    graphs: tuple[str, ...]
    claims: tuple[str, ...]
    disputed_by: tuple[str, ...]
    rests_on: tuple[int, ...]


@dataclass(frozen=True)
class SourcedRow:
    """
    A row, counted from 1; *terms* are N-Triples, or null, and *shown* is for reading.

    *triples* are places among the triples, *claims* and *disputed_by* the IRIs of all
    claims behind them. Not *determined* is a row of which no triple could be told.
    """

    number: int
    terms: tuple[str | None, ...]
    shown: tuple[str, ...]
    triples: tuple[int, ...]
    claims: tuple[str, ...]
    disputed_by: tuple[str, ...]
    determined: bool


@dataclass(frozen=True)
class Sources:
    """
    On whose word an answer rests.

    *left_out* counts the rows after those told; *claims* tells of each claim that is
    named, by IRI; *undetermined* lists what could not be followed.
    """

    columns: tuple[str, ...]
    rows: tuple[SourcedRow, ...]
    left_out: int
    triples: tuple[SourcedTriple, ...]
    claims: dict[str, Claim]
    undetermined: tuple[Undetermined, ...]


def sources(dataset: Dataset, request: Request, most: int = MOST_ROWS) -> Sources:
    """
    Say which claims carry each of the first *most* rows of the answer to *request*.

    A SELECT is told row by row, with the claims of a group for a row that aggregates;
    an ASK by its first solution; a CONSTRUCT by its solutions, whose columns are the
    variables of the template. As JSON (`dataclasses.asdict`)::

        {"columns": ["event", "actor"], "left_out": 0,
         "rows": [{"number": 1, "terms": ["<https://…>", "<https://…>"],
                   "shown": ["event:…", "actor:…"], "triples": [0],
                   "claims": ["https://…"], "disputed_by": [], "determined": true}],
         "triples": [{"text": "event:… cg:perpetrator actor:…", "subject": "<…>",
                      "predicate": "<…>", "object": "<…>", "origin": "claimed",
                      "graphs": ["view:author-strict"], "claims": ["https://…"],
                      "disputed_by": [], "rests_on": []}],
         "claims": {"https://…": {"iri": …, "short": …, "holder": {"iri": …, "short": …,
                      "label": …}, "chains": [[{"claim": …, "holder": …,
                      "stance": …}]], "words": "Caleb Weiss > JNIM",
                      "confidence": …, "certainty": …, "positions": [{"anchor": …,
                      "short": …, "document": …, "block": 9, "sentence": 2}]}},
         "undetermined": [{"construct": "MINUS", "line": 4, "column": 3,
                           "reason": …}]}

    Raises what `Dataset.query` raises.
    """
    answer = dataset.query(request)
    try:
        asker = Asker(dataset, request, read(request.text))
        if asker.query.select.form != "DESCRIBE":
            return _told(asker, answer, most)
        start = asker.query.select.start
        return _untold(asker.undetermined("DESCRIBE", start, _DESCRIBED))
    except (Unreadable, RecursionError, EvaluationFailed, MalformedQuery) as error:
        return _untold(unread(error))


def _untold(reason: Undetermined) -> Sources:
    return Sources((), (), 0, (), {}, (reason,))


def _told(asker: Asker, answer: Answer, most: int) -> Sources:
    columns = _columns(asker, answer)
    level = Level(asker, asker.query.select, columns)
    if answer.kind == "solutions":
        found, left_out = _of_rows(level, asker, answer, most)
    else:
        found, left_out = _of_solutions(level, asker, most)
    ledger = Ledger(asker.dataset, _graphs(asker))
    places = [_places(ledger, facts) for _, facts in found]
    ledger.dispute()
    named = {iri for e in ledger.entries for iri in (*e.claims, *e.disputed_by)}
    return Sources(
        tuple(columns),
        tuple(
            _row(number, values, places[number - 1], ledger, determined=bool(facts))
            for number, (values, facts) in enumerate(found, start=1)
        ),
        left_out,
        tuple(map(_triple, ledger.entries)),
        claims(asker.dataset, named),
        tuple(dict.fromkeys(level.undetermined())),
    )


def _columns(asker: Asker, answer: Answer) -> list[str]:
    """The columns of a SELECT, or the variables of a template."""
    if answer.kind == "solutions":
        return answer.variables
    patterns = asker.query.select.template
    found = dict.fromkeys(name for each in patterns for name in sorted(each.variables))
    return [name for name in found if not name.startswith(HIDDEN)]


def _of_rows(level: Level, asker: Asker, answer: Answer, most: int) -> tuple[Rows, int]:
    """The first rows of a SELECT and the solutions behind each; how many more."""
    select, answered = asker.query.select, answer.rows()
    rows = [*islice(answered, most)]
    places = [level.columns.index(name) for name in level.identity]
    keys = [tuple(row[place] for place in places) for row in rows]
    if not select.distinct and not select.aggregates:
        level.wanted = Counter(keys)
    taken: Counter[Values] = Counter()
    found: Rows = []
    for row, key in zip(rows, keys, strict=True):
        facts = level.of(dict(zip(level.columns, row, strict=True)))
        if level.wanted is not None:  # equal rows are told apart, in some order
            facts = facts[taken[key] :][:1]
        taken[key] += 1
        found.append((row, facts))
    return found, sum(1 for _ in answered)


def _of_solutions(level: Level, asker: Asker, most: int) -> tuple[Rows, int]:
    """The solutions behind an ASK, of which one will do, or a CONSTRUCT."""
    select, text = asker.query.select, asker.query.text
    tail = "LIMIT 1"
    if select.form == "CONSTRUCT":
        spans = [
            *filter(None, [select.order]),
            *((s.start, s.end) for s in select.slices),
        ]
        tail = " ".join(text[start:end] for start, end in spans)
    solutions = level.solutions(tail)
    found = [(values, [facts]) for values, facts in islice(solutions, most)]
    return found, sum(1 for _ in solutions)


def _graphs(asker: Asker) -> list[Graph]:
    """The graphs that make up the request's default graph."""
    clauses = [each for each in asker.query.select.dataset if not each.named]
    terms = asker.resolve(each.graph.text for each in clauses).values()
    return default_graphs(asker.dataset, asker.request, [*map(written, terms)])


def _places(ledger: Ledger, found: list[Facts]) -> list[int]:
    facts = frozenset[Fact]().union(*found)
    return [ledger.enter(fact) for fact in sorted(facts, key=str)]


def _row(
    number: int, values: Values, places: list[int], ledger: Ledger, *, determined: bool
) -> SourcedRow:
    entries = [ledger.entries[place] for place in places]
    return SourcedRow(
        number,
        tuple(None if term is None else str(term) for term in values),
        tuple("" if term is None else say(term) for term in values),
        tuple(places),
        _sorted(iri for entry in entries for iri in entry.claims),
        _sorted(iri for entry in entries for iri in entry.disputed_by),
        determined,
    )


def _triple(entry: Entry) -> SourcedTriple:
    subject, predicate, object_ = ends = entry.fact.ends
    return SourcedTriple(
        " ".join(map(say, ends)),
        str(subject),
        str(predicate),
        str(object_),
        entry.origin,
        tuple(entry.graphs),
        _sorted(entry.claims),
        _sorted(entry.disputed_by),
        tuple(entry.rests_on),
    )


def _sorted(iris: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(iris)))
