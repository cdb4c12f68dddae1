"""The operations of a SPARQL update, and the declarations that each one uses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimgraph.syntax import Token, tokens

#: Words after which an operation names a whole graph, or one of these kinds of graph.
_MANAGEMENT = ("load", "clear", "drop", "create", "add", "move", "copy")
KINDS = ("default", "named", "all")
_REFERENCES = ("iri", "name")
#: Words that begin a declaration of the prologue.
DECLARATIONS = ("prefix", "base", "version")
_ABSOLUTE = re.compile("<[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Operation:
    """
    One operation of an update (SPARQL 1.1 Update, section 3).

    *written* are the graphs that it may write, as the text refers to them, or words
    such as ALL. *block* is what stands in the braces of DATA or after ``DELETE WHERE``.
    *where* is the place of its WHERE, if it has one; *pattern* is the end of the
    pattern after ``DELETE WHERE``. *declarations* are those of the prologues before it
    that it uses.
    """

    name: str
    start: int
    written: frozenset[str] = frozenset()
    block: tuple[int, int] = (0, 0)
    where: int | None = None
    pattern: int | None = None
    names_its_dataset: bool = False
    declarations: tuple[str, ...] = ()

    @property
    def prologue(self) -> str:
        """What the operation uses of the declarations before it."""
        return "".join(self.declarations)


@dataclass
class _Reader:
    """Reads operations off the tokens of a text."""

    text: str
    found: list[Token] = field(default_factory=list)
    at: int = 0

    def token(self, ahead: int = 0) -> Token:
        place = self.at + ahead
        end = Token("end", "", len(self.text))
        return self.found[place] if place < len(self.found) else end

    def take(self) -> Token:
        self.at += 1
        return self.token(-1)


def operations(text: str) -> list[Operation]:
    """
    Split the update *text* into its operations.

    What does not parse is left to the engine to refuse.

    >>> [each.name for each in operations("CLEAR ALL ; INSERT DATA { <a:b> a <a:c> }")]
    ['clear', 'insert data']
    """
    return [made for _, _, made in spans(text) if made]


def spans(text: str) -> Iterator[tuple[int, int, Operation | None]]:
    """Where each declaration and each operation stands; which one, if it is one."""
    reader, scope = _Reader(text, list(tokens(text))), _Scope()
    while reader.token().kind != "end":
        first, made = reader.at, None
        if reader.token().word in DECLARATIONS:
            scope.declare(reader)
        elif reader.token().text == ";":
            reader.take()
            continue
        else:
            read = _operation(reader, reader.token().start)
            used = scope.used(reader.found[first : reader.at])
            made = replace(read, declarations=used)
        yield reader.found[first].start, reader.token(-1).end, made


@dataclass
class _Scope:
    """The declarations in force, each in a text that can be read by itself."""

    version: str = ""
    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)

    def declare(self, reader: _Reader) -> None:
        """Read a declaration; a BASE that is whole needs none of those before it."""
        word, name = reader.token().word, reader.token(1).text
        said = _declaration(reader)
        if word == "version":
            self.version = said
        elif word == "prefix":
            self.prefixes[name.rstrip(":")] = self.base + said
        else:
            self.base = said if _ABSOLUTE.search(said) else self.base + said

    def used(self, found: Sequence[Token]) -> tuple[str, ...]:
        """The declarations that the tokens *found* use, the base last."""
        names = {
            token.text.partition(":")[0] for token in found if token.kind == "name"
        }
        wanted = [self.prefixes[each] for each in sorted(names & {*self.prefixes})]
        return self.version, *wanted, self.base


def _declaration(reader: _Reader) -> str:
    start = reader.take().start
    while reader.token().kind not in ("iri", "string", "end"):
        reader.take()
    return reader.text[start : reader.take().end] + "\n"


def _operation(reader: _Reader, start: int) -> Operation:
    word = reader.token().word
    if word in _MANAGEMENT:
        return _management(reader, start)
    second = reader.token(1).word
    if word in ("insert", "delete") and second == "data":
        return _data(reader, start)
    return _modify(reader, start)


def _management(reader: _Reader, start: int) -> Operation:
    name = reader.take().word
    references = []
    while reader.token().text not in (";", ""):
        token = reader.take()
        if token.kind in _REFERENCES or token.word in KINDS:
            references.append(token.word or token.text)
    # ADD and COPY only read their first graph; LOAD's first is no graph of ours.
    written = references[1:] if name in ("add", "copy") else references
    return Operation(name, start, frozenset(written or ["default"]))


def _data(reader: _Reader, start: int) -> Operation:
    name = f"{reader.take().word} {reader.take().word}"
    begin = reader.token().end
    written = _template(reader, "default")
    block = (begin, reader.token(-1).start)
    return Operation(name, start, frozenset(written), block)


def _modify(reader: _Reader, start: int) -> Operation:
    """Read ``WITH``, the templates, ``USING`` and ``WHERE``, or ``DELETE WHERE``."""
    made = Operation("modify", start)
    usual, written = "default", set[str]()
    while reader.token().text not in (";", ""):
        token = reader.take()
        if token.word in ("with", "using"):
            made = replace(made, names_its_dataset=True)
            usual = reader.token().text if token.word == "with" else usual
        elif token.word in ("insert", "delete") and reader.token().text == "{":
            written |= _template(reader, usual)
        elif token.word == "where":
            short = reader.found[reader.at - 2].word == "delete"
            made, begin = replace(made, where=token.start), reader.token().end
            graphs = _template(reader, usual)
            if short:
                written |= graphs
                last = reader.token(-1)
                made = replace(made, block=(begin, last.start), pattern=last.end)
    return replace(made, written=frozenset(written))


def _template(reader: _Reader, usual: str) -> set[str]:
    """Read a block in braces; the graphs that its triples stand in, as referred to."""
    depth, written = 0, set[str]()
    while reader.token().kind != "end":
        token = reader.take()
        depth += (token.text == "{") - (token.text == "}")
        if token.word == "graph" and depth == 1:
            written.add(reader.take().text)
        elif depth == 1 and token.text not in ("{", "}", "."):
            written.add(usual)
        if depth == 0:
            break
    return written
