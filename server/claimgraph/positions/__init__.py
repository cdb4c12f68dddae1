"""
Where in a document the terms of each of its triples stand.

The engine's parser tells what a document says, and not where. `places` reads the same
document once more, builds no terms, and gives the places in the order in which the
parser gives quads, so that the two pair up. That order is (pyoxigraph 0.5):

- A quad comes with the token that makes it whole: that of its object; the closing
  bracket, where the object is a `[...]`, `<<...>>` or `<<(...)>>`.
- A string, and a collection's opening bracket, are whole with the token after them,
  which may be the string's language or datatype. `rdf:rest` comes with the first token
  of the item that it leads to, or with the bracket that closes.
- `rdf:reifies` comes with its reifier's name; without one, with the token after `~`,
  with `>>`, or with `{|`.
- Of the quads that come with the same token, the last to be found comes first:
  `( ex:a )` gives `rdf:first` before the triple whose object the collection is.

A term stands at its token, a literal from its quotation mark to the end of its language
or datatype. What brackets stand for, stands at the opening one, which the end excludes:

- A blank node at `[`; an empty collection, and the first node of any other, at `(`; its
  further nodes where their items begin; a triple term at `<<(`.
- `rdf:first` stands where its item begins, `rdf:rest` where its object stands:
  where the next item begins, or at `)`.
- A reified triple stands where its reifier does: at the reifier's name, at `~` if that
  has none, else at `<<`. An unnamed reifier of an annotation stands at `{|`.
- `rdf:reifies` and the triple term that it leads to stand at `~`, `<<` or `{|`.
"""

from collections.abc import Iterator

from pyoxigraph import RdfFormat

from claimgraph.positions.grammar import STEPS
from claimgraph.positions.lines import Lines, Span
from claimgraph.positions.steps import Stretch, Triple, Walk
from claimgraph.positions.terminals import TOKEN

__all__ = ["FORMATS", "Lines", "Places", "Span", "places"]

_IN_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
#: The formats in whose texts places can be told.
FORMATS = (RdfFormat.TURTLE, RdfFormat.TRIG, *_IN_LINES)


class Places:
    """Where the terms of one triple stand; worked out when they are asked for."""

    __slots__ = ("_lines", "_triple")

    def __init__(self, lines: Lines, triple: Triple) -> None:
        self._lines = lines
        self._triple = triple

    @property
    def subject(self) -> Span:
        """Where its subject stands."""
        return self._lines.span(*self._triple[0])

    @property
    def predicate(self) -> Span:
        """Where its predicate stands."""
        return self._lines.span(*self._triple[1])

    @property
    def object(self) -> Span:
        """Where its object stands."""
        return self._lines.span(*self._triple[2])


def places(text: str, form: RdfFormat) -> Iterator[Places]:
    """
    The places of each triple of a *text* in a format, in the order of the engine's.

    >>> from pyoxigraph import parse
    >>> text = "<#s> <#p> 1 , 2 ."
    >>> quads = parse(text, RdfFormat.TURTLE, base_iri="http://e/")
    >>> for quad, its in zip(quads, places(text, RdfFormat.TURTLE), strict=True):
    ...     print(quad.object.value, "at", its.object.begin)
    1 at line 1, column 11
    2 at line 1, column 15

    Raises SyntaxError as the engine does, though not for all that it does: at a token
    that cannot stand where it stands.
    """
    lines = Lines(text)
    walk = Walk(
        f"after an object {'in a line' if form in _IN_LINES else 'of a statement'}"
    )
    for match in TOKEN.finditer(text):
        index = match.lastindex or 0
        step = STEPS[walk.expected][index]
        if step is None:
            raise _misplaced(text, match.span(index))
        step(walk, match.span(index))
        for triple in reversed(walk.batch):
            yield Places(lines, triple)
        walk.batch, walk.late = walk.late, []


def _misplaced(text: str, at: Stretch) -> SyntaxError:
    token = repr(text[slice(*at)][:40]) if at[0] < at[1] else "the end"
    place = Lines(text).position(at[0])
    where = (None, place.line, place.column, None)
    return SyntaxError(f"{token} cannot stand here", where)
