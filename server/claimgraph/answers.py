"""What the engine answers: yes or no, rows, or triples; written in a format."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import chain, islice
from typing import IO, Protocol, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from claimgraph import delimited
from claimgraph.errors.queries import EvaluationFailed
from claimgraph.errors.requests import NotAcceptable
from claimgraph.formats import (
    CSV,
    GRAPHS,
    RDFXML,
    RESULTS,
    WITH_TRIPLE_TERMS,
    XML,
    Format,
)
from claimgraph.namespaces import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]
Result = QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple]
_Table = QuerySolutions | QueryBoolean

#: A longer graph declares the prefixes that so many of its first triples use.
_SEEN_FOR_PREFIXES = 10_000
#: The formats that are XML, and the characters that they cannot hold, in UTF-8.
_XML = (XML, RDFXML)
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class SupportsWrite(Protocol):
    """A binary file, as far as writing an answer needs one."""

    def write(self, data: bytes, /) -> int:
        """Take *data*; tell how many bytes were taken."""
        ...

    def flush(self) -> None:
        """See to it that what was taken goes on."""
        ...


def value(term: Term | None) -> str:
    """The text of a literal or an IRI; nothing for nothing."""
    return "" if term is None else str(getattr(term, "value", term))


class Answer:
    """
    An answer that is being computed; use it in the thread that asked for it.

    *kind* is ``"boolean"``, ``"solutions"`` or ``"graph"``.
    """

    def __init__(self, result: Result) -> None:
        self._result = result
        #: How many triples of a graph were handed out so far.
        self.count = 0

    @property
    def kind(self) -> str:
        """What the answer is: it decides which formats can hold it."""
        if isinstance(self._result, QueryBoolean):
            return "boolean"
        return "solutions" if isinstance(self._result, QuerySolutions) else "graph"

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats that such an answer can be written in."""
        return GRAPHS if self.kind == "graph" else RESULTS

    def __bool__(self) -> bool:
        return bool(self._result)

    @property
    def variables(self) -> list[str]:
        """The names of the columns of a SELECT's answer."""
        assert isinstance(self._result, QuerySolutions)  # noqa: S101 - kind was asked
        return [variable.value for variable in self._result.variables]

    def rows(self) -> Iterator[Row]:
        """The rows of a SELECT's answer, one term or None a column."""
        assert isinstance(self._result, QuerySolutions)  # noqa: S101 - kind was asked
        with evaluation():
            yield from map(tuple, self._result)

    def triples(self) -> Iterator[Triple]:
        """The triples of a CONSTRUCT's or DESCRIBE's answer."""
        with evaluation():
            for triple in cast("Iterator[Triple]", self._result):
                self.count += 1
                yield triple

    def table(self) -> tuple[list[str], Iterator[Row]]:
        """The columns and rows of an answer that is no boolean; triples are rows."""
        if self.kind == "solutions":
            return self.variables, self.rows()
        columns = ["subject", "predicate", "object"]
        return columns, ((t.subject, t.predicate, t.object) for t in self.triples())

    def write(self, form: Format) -> bytes:
        """Write the whole answer in *form* as `write_to` does."""
        out = BytesIO()
        self.write_to(form, out)
        return out.getvalue()

    def write_to(self, form: Format, out: SupportsWrite) -> None:
        """
        Write the whole answer to *out*, piece by piece, in *form*, one of `formats`.

        Raises NotAcceptable, naming the formats that can, where *form* cannot hold a
        triple term or, being XML, a character; and what *out* raises.
        """
        file = cast("IO[bytes]", _WellFormed(out, form) if form in _XML else out)
        with evaluation():
            if isinstance(form.engine, RdfFormat):
                _write_graph(self.triples(), form, form.engine, file)
            elif form is CSV and isinstance(self._result, QuerySolutions):
                _write_csv(self._result, out)
            else:
                assert isinstance(self._result, _Table)  # noqa: S101 - form is a table's
                self._result.serialize(file, form.engine)


class _WellFormed:
    """The file *out* for XML: it takes what XML can hold (XML 1.0, section 2.2)."""

    def __init__(self, out: SupportsWrite, form: Format) -> None:
        self._out = out
        self._form = form
        self._last = b""

    def write(self, data: bytes) -> int:
        """Take *data*; raises NotAcceptable for a character that XML lacks."""
        if _NOT_IN_XML.search(self._last + data):
            able = ", ".join(other.media_type for other in _able(self._form))
            raise NotAcceptable(
                "The answer holds a character, such as the null, that "
                f"{self._form.media_type} cannot: accept one of {able}."
            )
        self._last = data[-2:]
        return self._out.write(data)

    def flush(self) -> None:
        """See to it that what was taken goes on."""
        self._out.flush()


def _able(form: Format) -> list[Format]:
    offered = RESULTS if form in RESULTS else GRAPHS
    return [other for other in offered if other not in _XML]


def _write_csv(solutions: QuerySolutions, out: SupportsWrite) -> None:
    """Write a table as CSV; the engine's own leaves the commas of IRIs unquoted."""
    columns = [variable.value for variable in solutions.variables]
    file = delimited.AsCsv(columns, out)
    solutions.serialize(cast("IO[bytes]", file), QueryResultsFormat.TSV)
    file.finish()


def write_graph(triples: Iterable[Triple], form: Format) -> bytes:
    """
    Write *triples* of our own in *form*, one of `GRAPHS`.

    Raises NotAcceptable where *form* cannot hold a triple term.
    """
    assert isinstance(form.engine, RdfFormat)  # noqa: S101 - it is one of GRAPHS
    out = BytesIO()
    _write_graph(iter(triples), form, form.engine, out)
    return out.getvalue()


def _write_graph(
    triples: Iterator[Triple], form: Format, engine: RdfFormat, out: IO[bytes]
) -> None:
    """Write the *triples* with those of our prefixes that the first of them use."""
    first = list(islice(triples, _SEEN_FOR_PREFIXES))
    plain = bytes(serialize(first, format=RdfFormat.N_TRIPLES) or b"")
    used = {p: iri for p, iri in PREFIXES.items() if f"<{iri}".encode() in plain}
    try:
        serialize(chain(first, triples), out, engine, prefixes=used)
    except OSError as error:
        if "RDF 1.2" not in str(error):
            raise
        able = ", ".join(other.media_type for other in WITH_TRIPLE_TERMS)
        raise NotAcceptable(
            f"The answer holds triple terms, which {form.media_type} cannot: "
            f"accept one of {able}."
        ) from error


def write_term(term: Term) -> str:
    """
    Write *term* as N-Triples does.

    >>> write_term(Literal("one", language="en"))
    '"one"@en'
    """
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def read_terms(written: Iterable[str]) -> Iterator[Term]:
    """
    Read terms as N-Triples writes them.

    >>> [term.value for term in read_terms(['<http://e/>', '"one"@en'])]
    ['http://e/', 'one']
    """
    lines = "\n".join(f"<urn:x> <urn:x> {term} ." for term in written)
    for quad in parse(lines, format=RdfFormat.N_TRIPLES):
        yield quad.object


@contextmanager
def evaluation() -> Iterator[None]:
    """Turn what the engine raises while it evaluates into one of our errors."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        raise EvaluationFailed(f"{error}.") from error
