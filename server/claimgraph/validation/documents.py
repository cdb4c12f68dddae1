"""What is read: a file, or what a stranger sent."""

import codecs
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from claimgraph import bodies, formats, loading, positions, resources, updates
from claimgraph.errors.base import Position
from claimgraph.errors.files import MalformedFile, MissingFile, undecodable
from claimgraph.errors.updates import MalformedBody
from claimgraph.formats import Format
from claimgraph.loading import Source
from claimgraph.namespaces import BASE, PREFIXES
from claimgraph.positions import Places
from claimgraph.validation import nameless

#: What editors put at the beginning of a file, and RDF has no place for.
_MARKS = {
    codecs.BOM_UTF8: "UTF-8",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_ADVICE = "save it as UTF-8 without such a mark"
#: What an update may say without declaring it, and what stands for its variables.
_PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_VARIABLE = "<urn:claimgraph:variable>"


class Document(Protocol):
    """Something that holds triples and has a name."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes, in hex."""
        ...

    @property
    def form(self) -> RdfFormat | None:
        """What its text is written in, if it is a text."""
        ...

    def quads(self) -> Iterator[Quad]:
        """Its triples in the order of the text, the same each time."""
        ...

    def text(self) -> str:
        """Its text."""
        ...

    def places(self) -> Iterator[Places]:
        """Where its triples stand in the text, in their order, if that can be known."""
        ...


@dataclass(frozen=True)
class File:
    """A file, named as seen from where we are."""

    source: Source

    @property
    def name(self) -> str:
        """The path, relative to here if it is below."""
        here = Path.cwd()
        path = self.source.path
        return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes; raises MissingFile."""
        return sha256(self.content()).hexdigest()

    @property
    def form(self) -> RdfFormat:
        """By its extension."""
        return formats.of_file(self.source.path)

    def quads(self) -> Iterator[Quad]:
        """
        Its triples; raises MalformedFile with line and column.

        Relative IRIs are relative to where it is (RFC 3986, section 5.1.3).
        """
        try:
            base = self.source.path.absolute().as_uri()
            yield from loading.plain(self.source, base)
        except MalformedFile as error:
            _refuse_marks(self.source.path, self.content(), error)
            raise

    def text(self) -> str:
        """Its text; raises MalformedFile if it is not UTF-8."""
        try:
            return self.content().decode("utf-8")
        except UnicodeDecodeError as error:
            raise undecodable(error, self.source.path) from error

    def places(self) -> Iterator[Places]:
        """Where its triples stand."""
        return _places(self)

    def content(self) -> bytes:
        """Its bytes; raises MissingFile."""
        try:
            return self.source.path.read_bytes()
        except OSError as error:
            reason = f"{error.strerror or error}."
            raise MissingFile(self.source.path, reason) from error


@dataclass(frozen=True)
class Shipped(File):
    """A file that is shipped, named as a stranger may know it."""

    @property
    def name(self) -> str:
        """The path from where all that is shipped lies."""
        return self.source.path.relative_to(resources.ontology().parent).as_posix()


@dataclass(frozen=True)
class Body:
    """
    Bytes that were sent, in *media*, one of `formats.GRAPHS`.

    An error calls them as they are *called*, if they are; else they are a request's.
    """

    name: str
    content: bytes
    media: Format
    base: str
    called: str = ""

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return sha256(self.content).hexdigest()

    @property
    def form(self) -> RdfFormat | None:
        """What the engine calls the format."""
        engine = self.media.engine
        return engine if isinstance(engine, RdfFormat) else None

    def quads(self) -> Iterator[Quad]:
        """Its triples; raises MalformedFile with line and column."""
        try:
            found = bodies.quads(self.content, self.media, self.base)
            yield from loading.labelled(found, lambda: self.digest)
        except MalformedBody as error:
            called = self.called or self.name
            _refuse_marks(called, self.content, error)
            raise MalformedFile(called, error.position, error.reason) from error

    def text(self) -> str:
        """Its text, which has been parsed and so is UTF-8."""
        return self.content.decode("utf-8", errors="replace")

    def places(self) -> Iterator[Places]:
        """Where its triples stand."""
        return _places(self)


@dataclass(frozen=True)
class Update:
    """
    The *content* of a SPARQL update: the triples that it says it inserts.

    What blank nodes are among those that it *gained*, they are called here as well.
    """

    content: str
    gained: Collection[Triple] = ()
    name: str = "update"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return sha256(self.content.encode()).hexdigest()

    @property
    def form(self) -> RdfFormat:
        """What its templates are written in."""
        return RdfFormat.TRIG

    def quads(self) -> Iterator[Quad]:
        """Its triples, up to what is no TriG; a name stands for each variable."""
        return nameless.called(list(self._quads()), self.gained)

    def _quads(self) -> Iterator[Quad]:
        text = _PROLOGUE + updates.inserted(self.content, _VARIABLE)
        with suppress(SyntaxError):
            found = parse(text, RdfFormat.TRIG, base_iri=BASE)
            yield from loading.labelled(found, lambda: self.digest)

    def text(self) -> str:
        """Its text."""
        return self.content

    def places(self) -> Iterator[Places]:
        """Where its triples stand."""
        with suppress(SyntaxError):
            yield from positions.places(updates.inserted(self.content), self.form)


@dataclass(frozen=True)
class Written(Body):
    """
    A body that was written to a store, which *gained* triples by it.

    What blank nodes are among those, they are called here as well.
    """

    gained: Collection[Triple] = ()

    def quads(self) -> Iterator[Quad]:
        """Its triples; raises MalformedFile with line and column."""
        return nameless.called(list(super().quads()), self.gained)


@dataclass(frozen=True)
class Answer(Body):
    """What an endpoint answers, in an order that is nobody's: no place in it counts."""

    @property
    def form(self) -> None:
        """It has no text that anybody has seen."""
        return


@dataclass(frozen=True)
class Held:
    """A graph that a store holds, whose text is gone; *triples* are read once."""

    name: str
    digest: str
    triples: tuple[Quad, ...]

    @property
    def form(self) -> None:
        """It has no text."""
        return

    def quads(self) -> Iterator[Quad]:
        """Its triples."""
        return iter(self.triples)

    def text(self) -> str:
        """Nothing."""
        return ""

    def places(self) -> Iterator[Places]:
        """Nowhere."""
        return iter(())


def _places(document: Document) -> Iterator[Places]:
    if document.form in positions.FORMATS:
        yield from positions.places(document.text(), document.form)


def of(sources: Iterable[Source]) -> list[Document]:
    """The files of *sources*, each once, by whatever links it is reached."""
    once = {_target(each.path): each for each in sources}
    return [File(source) for source in once.values()]


def _target(path: Path) -> Path:
    return path.resolve() if path.is_symlink() else path


def _refuse_marks(name: object, content: bytes, cause: Exception) -> None:
    """Say so if *content* begins with a mark of how it is encoded."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            reason = f"it begins with a byte order mark of {encoding}: {_ADVICE}"
            raise MalformedFile(name, Position(1, 1), reason) from cause


def shipped(sources: list[Source]) -> list[Document]:
    """The files of *sources*, which are shipped."""
    return [Shipped(source) for source in sources]


#: The graph that holds again what is the user's own.
OWN = NamedNode("urn:claimgraph:own")
