"""What a SPARQL update would write, and the dataset that its request names for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, QuerySolutions, Store

from claimgraph.errors.updates import DatasetNamedTwice, OtherGraph, VariableGraph
from claimgraph.namespaces import BASE, PREFIXES
from claimgraph.syntax import Token, position, tokens

#: Stands for the default graph among those that are written.
DEFAULT = ""
#: Words after which an operation names a whole graph, or one of these kinds of graph.
_MANAGEMENT = ("load", "clear", "drop", "create", "add", "move", "copy")
_KINDS = ("default", "named", "all")
_REFERENCES = ("iri", "name")
#: Words that begin a declaration of the prologue.
_DECLARATIONS = ("prefix", "base", "version")


@dataclass(frozen=True)
class Operation:
    """
    One operation of an update (SPARQL 1.1 Update, section 3).

    *written* are the graphs that it may write, as the text refers to them, or words
    such as ALL. *block* is what stands in the braces of DATA or after ``DELETE WHERE``.
    *where* is the place of its WHERE, if it has one; *pattern* is the end of the
    pattern after ``DELETE WHERE``.
    """

    name: str
    prologue: str
    start: int
    written: frozenset[str] = frozenset()
    block: tuple[int, int] = (0, 0)
    where: int | None = None
    pattern: int | None = None
    names_its_dataset: bool = False


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
    return [made for _, _, made in _parts(text) if made]


def _parts(text: str) -> Iterator[tuple[int, int, Operation | None]]:
    """Where each declaration and each operation stands; which one, if it is one."""
    reader, prologue = _Reader(text, list(tokens(text))), ""
    while reader.token().kind != "end":
        start, made = reader.token().start, None
        if reader.token().word in _DECLARATIONS:
            prologue += _declaration(reader)
        elif reader.token().text == ";":
            reader.take()
            continue
        else:
            made = _operation(reader, prologue, start)
        yield start, reader.token(-1).end, made


def separated(text: str) -> list[str]:
    """
    Part the update *text* wherever a prologue stands between operations.

    The engine reads one at the start only, and SPARQL 1.1 Query (section 19.8, rule 29)
    has one before each operation. What belongs to another part is blanked, so that
    places stay where they were.

    >>> separated("CLEAR ALL;PREFIX a: <a:> CLEAR DEFAULT")
    ['CLEAR ALL                             ', '          PREFIX a: <a:> CLEAR DEFAULT']
    """
    declared, parts = list[tuple[int, int]](), list[list[tuple[int, int]]]()
    for start, end, made in _parts(text):
        if made is None:
            declared.append((start, end))
        elif parts and parts[-1][:-1] == declared:
            parts[-1][-1] = (parts[-1][-1][0], end)
        else:
            parts.append([*declared, (start, end)])
    return [_blanked(text, kept) for kept in parts] if len(parts) > 1 else [text]


def _blanked(text: str, kept: Sequence[tuple[int, int]]) -> str:
    """The *text* with blanks for whatever is not *kept*, line by line."""
    blank = list(re.sub(r"[^\r\n]", " ", text))
    for start, end in kept:
        blank[start:end] = text[start:end]
    return "".join(blank)


def _declaration(reader: _Reader) -> str:
    start = reader.take().start
    while reader.token().kind not in ("iri", "string", "end"):
        reader.take()
    return reader.text[start : reader.take().end] + "\n"


def _operation(reader: _Reader, prologue: str, start: int) -> Operation:
    word = reader.token().word
    if word in _MANAGEMENT:
        return _management(reader, prologue, start)
    second = reader.token(1).word
    if word in ("insert", "delete") and second == "data":
        return _data(reader, prologue, start)
    return _modify(reader, prologue, start)


def _management(reader: _Reader, prologue: str, start: int) -> Operation:
    name = reader.take().word
    references = []
    while reader.token().text not in (";", ""):
        token = reader.take()
        if token.kind in _REFERENCES or token.word in _KINDS:
            references.append(token.word or token.text)
    # ADD and COPY only read their first graph; LOAD's first is no graph of ours.
    written = references[1:] if name in ("add", "copy") else references
    return Operation(name, prologue, start, frozenset(written or ["default"]))


def _data(reader: _Reader, prologue: str, start: int) -> Operation:
    name = f"{reader.take().word} {reader.take().word}"
    begin = reader.token().end
    written = _template(reader, "default")
    block = (begin, reader.token(-1).start)
    return Operation(name, prologue, start, frozenset(written), block)


def _modify(reader: _Reader, prologue: str, start: int) -> Operation:
    """Read ``WITH``, the templates, ``USING`` and ``WHERE``, or ``DELETE WHERE``."""
    made = Operation("modify", prologue, start)
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


def written_graphs(text: str, named: Sequence[str]) -> set[str]:
    """
    The IRIs of the graphs that *text* may write, and `DEFAULT` for the default graph.

    *named* are the graphs that there are. Raises VariableGraph where a template leaves
    its graph to a variable.
    """
    found = set[str]()
    for operation in operations(text):
        for reference in operation.written:
            found |= _referred(operation, reference, text, named)
    return found


def _referred(
    operation: Operation, reference: str, text: str, named: Sequence[str]
) -> set[str]:
    if reference.startswith(("?", "$")):
        raise VariableGraph(reference, position(text, operation.start))
    kinds = {"default": {DEFAULT}, "named": {*named}, "all": {DEFAULT, *named}}
    if reference in kinds:
        return kinds[reference]
    return {resolved(operation.prologue, reference)}


def resolved(prologue: str, reference: str) -> str:
    """The IRI that the engine takes *reference* for, after the *prologue*."""
    text = f"{prologue} SELECT ({reference} AS ?graph) {{}}"
    found = Store().query(text, base_iri=BASE, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)  # noqa: S101 - it is a SELECT
    graph = next(found)["graph"]
    return graph.value if isinstance(graph, NamedNode) else ""


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """
    Say in *text* which graphs its patterns are matched against.

    That is what ``using-graph-uri`` and ``using-named-graph-uri`` ask for (SPARQL 1.1
    Protocol, section 2.2.3). Raises DatasetNamedTwice if the text says so itself.
    """
    clause = " ".join(
        [f"USING <{NamedNode(iri).value}>" for iri in default]
        + [f"USING NAMED <{NamedNode(iri).value}>" for iri in named]
    )
    if not clause:
        return text
    for operation in reversed(operations(text)):
        if operation.names_its_dataset:
            raise DatasetNamedTwice(position(text, operation.start))
        if operation.where is not None:
            text = _inserted(text, operation, operation.where, clause)
    return text


def within(text: str, graph: str) -> str:
    """
    Have the update *text* write *graph* alone: by its name, or as the default graph.

    That is what a PATCH asks for (SPARQL 1.1 Graph Store HTTP Protocol, section 5.7).
    Raises OtherGraph where the text may write another.
    """
    for operation in reversed(operations(text)):
        if not all(_is_own(operation, each, graph) for each in operation.written):
            raise OtherGraph(graph, position(text, operation.start))
        if graph and "default" in operation.written:
            text = _confined(text, operation, f"<{NamedNode(graph).value}>")
    return text


def _is_own(operation: Operation, reference: str, graph: str) -> bool:
    if reference in _KINDS or reference.startswith(("?", "$")):
        return reference == "default"
    return bool(graph) and resolved(operation.prologue, reference) == graph


def _confined(text: str, operation: Operation, name: str) -> str:
    start, (begin, end) = operation.start, operation.block
    if end:
        return f"{text[:begin]} GRAPH {name} {{{text[begin:end]}}} {text[end:]}"
    if operation.name in ("clear", "drop"):
        stop = text.find(";", start) if ";" in text[start:] else len(text)
        return f"{text[:start]}CLEAR GRAPH {name} {text[stop:]}"
    if operation.where is not None:
        text = _inserted(text, operation, operation.where, "")
    return f"{text[:start]}WITH {name} {text[start:]}"


def _inserted(text: str, operation: Operation, where: int, clause: str) -> str:
    """Put *clause* before WHERE; the short form of DELETE is written out for that."""
    before, after = text[:where], text[where:]
    if operation.pattern is None:
        return f"{before}{clause} {after}"
    pattern = re.sub(r"(?i)^where", "", text[where : operation.pattern])
    return f"{before}{pattern} {clause} {after}"
