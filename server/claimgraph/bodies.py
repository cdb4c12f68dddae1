"""RDF that strangers send: read as triples, or refused before it can do harm."""

import re
from collections.abc import Iterator
from xml.parsers import expat

from pyoxigraph import Quad, RdfFormat, parse

from claimgraph.errors.base import Position
from claimgraph.errors.parsing import why
from claimgraph.errors.updates import MalformedBody
from claimgraph.formats import JSONLD, Format

#: How deep a body may be nested; people's data rarely pass ten.
DEEPEST = 1000
#: What opens and closes outside of strings, and a string that never ends.
_JSON = re.compile(
    rb"""("(?:[^"\\]|\\.)*+") | (?P<unended>") | (?P<open>[\[{]) | (?P<close>[\]}])""",
    re.DOTALL | re.VERBOSE,
)
#: ... in the formats akin to Turtle, where IRIs, comments and escapes hide signs too.
_TURTLE = re.compile(
    rb"""("{3}(?:[^"\\]|\\.|"(?!""))*+"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
         | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+'
         | <[^<>"\\\x00-\x20]*+> | \#[^\n\r]*+ | \\.)
      | (?P<unended>["']) | (?P<open><<|[\[({]) | (?P<close>>>|[\])}])""",
    re.DOTALL | re.VERBOSE,
)


def quads(body: bytes, form: Format, base: str) -> Iterator[Quad]:
    """
    Parse *body* as *form*, one of `formats.GRAPHS`; *base* is its base IRI.

    Blank nodes get new labels. Raises MalformedBody with line and column, also for what
    is nested more than `DEEPEST` levels deep, has a document type or names a context to
    be fetched.
    """
    _refuse_nesting(body, form)
    try:
        yield from parse(
            body, format=_engine(form), base_iri=base, rename_blank_nodes=True
        )
    except SyntaxError as error:
        raise MalformedBody(form.media_type, *why(error, body)) from error
    except (OSError, ValueError) as error:
        raise MalformedBody(form.media_type, None, _sentence(error)) from error


def _sentence(error: Exception) -> str:
    return str(error).rstrip(".")


def _engine(form: Format) -> RdfFormat:
    assert isinstance(form.engine, RdfFormat)  # noqa: S101 - it is one of GRAPHS
    return form.engine


def _refuse_nesting(body: bytes, form: Format) -> None:
    if form.media_type == "application/rdf+xml":
        _XmlGuard(form).check(body)
        return
    depth = 0
    for match in (_JSON if form is JSONLD else _TURTLE).finditer(body):
        depth += (match["open"] is not None) - (match["close"] is not None)
        if match["unended"]:
            return  # the parser stops here
        if depth > DEEPEST:
            line = body.count(b"\n", 0, match.start()) + 1
            column = match.start() - body.rfind(b"\n", 0, match.start())
            raise _too_deep(form, Position(line, column))


def _too_deep(form: Format, place: Position) -> MalformedBody:
    reason = f"it is nested more than {DEEPEST} levels deep"
    return MalformedBody(form.media_type, place, reason)


class _XmlGuard:
    """Walks XML and refuses what no RDF/XML needs: document types and deep nesting."""

    def __init__(self, form: Format) -> None:
        self._form = form
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def check(self, body: bytes) -> None:
        if not body.strip():
            raise MalformedBody(self._form.media_type, Position(1, 1), "it is empty")
        try:
            self._parser.Parse(body, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            place = self._place()
            said = SyntaxError(re.sub(": line.*", "", str(error)))
            said.lineno, said.offset = place.line, place.column
            raise MalformedBody(self._form.media_type, *why(said, body)) from error

    def _place(self) -> Position:
        parser = self._parser
        return Position(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def _doctype(self, *_: object) -> None:
        reason = "it declares a document type, which is not taken from strangers"
        raise MalformedBody(self._form.media_type, self._place(), reason)

    def _start(self, *_: object) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _too_deep(self._form, self._place())

    def _end(self, *_: object) -> None:
        self._depth -= 1
