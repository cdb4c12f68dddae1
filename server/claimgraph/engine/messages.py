"""What the processes of one server tell each other."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from claimgraph import formats
from claimgraph.answers import Answer, read_terms, write_term
from claimgraph.dataset import Request
from claimgraph.description import About
from claimgraph.errors.requests import Unwritable
from claimgraph.formats import Format
from claimgraph.loading import Source


@dataclass(frozen=True)
class Limits:
    """
    What one query may take: bytes of memory, bytes and rows of an answer.

    It may ask the endpoints in *services*, each for so many bytes and seconds. A change
    may take *change_memory* bytes of memory.
    """

    memory: int = 1 << 30
    result_bytes: int = 4 << 30
    result_rows: int = 10_000_000
    service_bytes: int = 1 << 24
    service_seconds: float = 15
    services: Sequence[str] = ()
    change_memory: int = 4 << 30


@dataclass(frozen=True)
class Plan:
    """
    What a dataset is made of and how it may change.

    A *plain* one is a standards store of its own, without rules. One that is not
    *guarded* takes whatever writers send; one that is takes what the shapes pass, and
    with *quarantine* the rest as well, which it then reports. What writers change is
    kept in *folder*, if there is one. *about* says where and how it is served. With
    *disk*, the dataset lives in that folder, which is nobody else's, and not in memory.
    """

    sources: Sequence[Source]
    plain: bool = False
    guarded: bool = True
    quarantine: bool = False
    folder: Path | None = None
    limits: Limits = field(default_factory=Limits)
    about: About = field(default_factory=About)
    disk: Path | None = None

    @property
    def checks(self) -> bool:
        """Whether what writers send is validated; a dataset on the disk is not."""
        writes = self.guarded and self.about.updates and not self.plain
        return writes and self.disk is None

    def told(self) -> dict[str, Any]:
        """The plan as JSON has it."""
        parts = [[str(s.path), s.graph, s.kind] for s in self.sources]
        bare = replace(self, sources=(), folder=None, disk=None)
        return asdict(bare) | {
            "sources": parts,
            "folder": self.folder and str(self.folder),
            "disk": self.disk and str(self.disk),
        }

    @classmethod
    def heard(cls, told: Mapping[str, Any]) -> Self:
        """The plan that was told."""
        return cls(
            [Source(Path(path), graph, kind) for path, graph, kind in told["sources"]],
            told["plain"],
            told["guarded"],
            told["quarantine"],
            Path(told["folder"]) if told["folder"] else None,
            Limits(**told["limits"]),
            About(**told["about"]),
            Path(told["disk"]) if told["disk"] else None,
        )


@dataclass(frozen=True)
class Change:
    """
    A change of the dataset.

    *kind* is ``update``, with a *text* and the graphs that its patterns are matched
    against, or ``put``, ``post``, ``delete`` or ``patch`` of one *graph* (SPARQL 1.1
    Graph Store HTTP Protocol). *documents* has the media type and the length of each
    document that the body is made of. *only_if* is ``there`` or ``new`` for a change
    that is wanted only if the graph is.
    """

    kind: str
    text: str = ""
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    graph: str = ""
    documents: Sequence[tuple[str, int]] = ()
    only_if: str = ""

    def told(self) -> dict[str, Any]:
        """The change as JSON has it."""
        return asdict(self)


#: How many documents and shapes others are told about.
_SHOWN = 5


@dataclass(frozen=True)
class Validation:
    """
    A validation as it travels to a worker.

    *documents* has the role (``data`` or ``shapes``), the name, the format, one of
    `formats.GRAPHS`, and the length of each document that the body is made of; relative
    IRIs there are resolved against *base*. Instead of data, *graphs* of the dataset may
    be named; the empty name is the default graph's. *shapes* names those of the
    shipped ones that are applied: without a name and a document, all are. The data rest
    on a *context*, one of `CONTEXTS`. The report is written in *form*; a
    page leads *back* to where another may be had.
    """

    documents: Sequence[tuple[str, str, str, int]] = ()
    base: str = ""
    graphs: Sequence[str] = ()
    shapes: Sequence[str] = ()
    context: str = "none"
    fail_on: str = "violation"
    allow: Sequence[str] = ()
    language: str = "en"
    sample: int = 3
    verbose: bool = False
    form: str = "turtle"
    back: str = ""

    def told(self) -> dict[str, Any]:
        """The validation as JSON has it."""
        return asdict(self)

    @property
    def text(self) -> str:
        """What others are told about it."""
        graphs = [name or "the default graph" for name in self.graphs]
        what, by = [*graphs, *self._named("data")], self._named("shapes")
        rules = _some([*self.shapes, *by]) or "the shipped shapes"
        return f"Validate {_some(what)} by {rules}"

    def _named(self, role: str) -> list[str]:
        return [name for known, name, *_ in self.documents if known == role]


def _some(names: Sequence[str]) -> str:
    """The first of the *names*, and how many others there are."""
    rest = len(names) - _SHOWN
    others = f" and {rest} others" if rest > 0 else ""
    return ", ".join(names[:_SHOWN]) + others


#: What data may rest on: nothing, what is shipped beside articles, or what is served.
CONTEXTS = ("none", "reference", "server")

#: What can be told of an answer: why it is empty, on whose word, how it was found.
EXPLANATIONS = ("empty", "sources", "plan")

#: Stands among the formats for a page, which shows rows.
PAGE = "page"


@dataclass(frozen=True)
class Question:
    """
    A request as it travels to a worker.

    *tables* and *graphs* name the formats that the client takes, best first, for an
    answer that is a table or a boolean, and for one that is a graph. Of a page, so many
    *rows* are wanted. To *explain* is to tell of the answer instead, by one of
    `EXPLANATIONS`.
    """

    text: str
    bindings: Mapping[str, str]
    trust: Sequence[str]
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    tables: Sequence[str]
    graphs: Sequence[str]
    rows: int
    explain: str = ""

    @classmethod
    def of(
        cls, request: Request, tables: Sequence[str], graphs: Sequence[str], rows: int
    ) -> Self:
        """Put *request* in words."""
        bound = request.bindings or {}
        bindings = {name: write_term(term) for name, term in bound.items()}
        return cls(
            request.text,
            bindings,
            tuple(request.trust),
            tuple(request.default_graphs),
            tuple(request.named_graphs),
            tuple(tables),
            tuple(graphs),
            rows,
        )

    def told(self) -> dict[str, object]:
        """The question as JSON has it."""
        return vars(self)

    def request(self) -> Request:
        """The request that was put in words."""
        return Request(
            self.text,
            dict(zip(self.bindings, read_terms(self.bindings.values()), strict=True)),
            self.trust,
            self.default_graphs,
            self.named_graphs,
        )

    def form(self, answer: Answer) -> Format | None:
        """
        The client's best format for *answer*; None stands for a page.

        Raises Unwritable where the client takes none that can hold it.
        """
        names = self.graphs if answer.kind == "graph" else self.tables
        if not names:
            raise Unwritable(answer.kind)
        return None if names[0] == PAGE else formats.named(names[0], answer.formats)
