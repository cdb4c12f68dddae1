"""What the engine answers: yes or no, rows, or triples; written in a format."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

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
    serialize,
)

from claimgraph.errors import EvaluationFailed, NotAcceptable
from claimgraph.formats import GRAPHS, RESULTS, WITH_TRIPLE_TERMS, Format
from claimgraph.namespaces import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]
Result = QuerySolutions | QueryBoolean | QueryTriples


class Answer:
    """
    An answer that is being computed; use it in the thread that asked for it.

    *kind* is ``"boolean"``, ``"solutions"`` or ``"graph"``.
    """

    def __init__(self, result: Result) -> None:
        self._result = result

    @property
    def kind(self) -> str:
        """What the answer is: it decides which formats can hold it."""
        if isinstance(self._result, QueryBoolean):
            return "boolean"
        return "graph" if isinstance(self._result, QueryTriples) else "solutions"

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
        names = self.variables
        with evaluation():
            for solution in self._result:
                yield tuple(solution[name] for name in names)

    def triples(self) -> Iterator[Triple]:
        """The triples of a CONSTRUCT's or DESCRIBE's answer."""
        assert isinstance(self._result, QueryTriples)  # noqa: S101 - kind was asked
        with evaluation():
            yield from self._result

    def write(self, form: Format) -> bytes:
        """
        Write the whole answer in *form*, one of `formats`.

        Raises NotAcceptable, naming the formats that can, where *form* cannot hold a
        triple term.
        """
        with evaluation():
            if isinstance(form.engine, RdfFormat):
                return _graph(list(self.triples()), form, form.engine)
            return self._table(form.engine)

    def _table(self, engine: QueryResultsFormat) -> bytes:
        assert not isinstance(self._result, QueryTriples)  # noqa: S101 - kind was asked
        return bytes(self._result.serialize(format=engine) or b"")


def _graph(triples: Sequence[Triple], form: Format, engine: RdfFormat) -> bytes:
    """Write the *triples* with those of our prefixes that they use."""
    plain = bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
    used = {p: iri for p, iri in PREFIXES.items() if f"<{iri}".encode() in plain}
    try:
        return bytes(serialize(triples, format=engine, prefixes=used) or b"")
    except OSError as error:
        if "RDF 1.2" not in str(error):
            raise
        able = ", ".join(other.media_type for other in WITH_TRIPLE_TERMS)
        raise NotAcceptable(
            f"The answer holds triple terms, which {form.media_type} cannot: "
            f"accept one of {able}."
        ) from error


@contextmanager
def evaluation() -> Iterator[None]:
    """Turn what the engine raises while it evaluates into one of our errors."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        raise EvaluationFailed(f"{error}.") from error
