"""What a shape asks, compiled: patterns and conditions of SPARQL, and nested shapes."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.graphs import Node, Term, sh
from claimgraph.shacl.paths import Path

#: Stands in a pattern for what binds ?this to the focus nodes.
FOCUS = "%focus%"


def component_of(parameter: str) -> NamedNode:
    """
    The constraint component of SHACL Core that has this *parameter*.

    >>> component_of("minCount").value
    'http://www.w3.org/ns/shacl#MinCountConstraintComponent'
    """
    return sh(f"{parameter[0].upper()}{parameter[1:]}ConstraintComponent")


@dataclass(frozen=True)
class ValueCheck:
    """Each value node for which *condition* is true, or an error, is a violation."""

    component: NamedNode
    condition: str


@dataclass(frozen=True)
class ClassCheck:
    """Each value node that is no instance of *kind* is a violation (section 4.1.1)."""

    component: NamedNode
    kind: NamedNode


@dataclass(frozen=True)
class DatatypeCheck:
    """Each value node that is no literal of *datatype* is one (section 4.1.2)."""

    component: NamedNode
    datatype: NamedNode


@dataclass(frozen=True)
class MemberCheck:
    """Each value node that is none of many *members* is a violation (4.8.3)."""

    component: NamedNode
    members: frozenset[Term]


@dataclass(frozen=True)
class FocusCheck:
    """
    Each solution of a query is a violation.

    *head* is what the query gives, *group* its pattern, with `FOCUS` where the focus
    nodes come from, and *tail* what follows. ?value and ?path are the result's.
    Beside value nodes, it *reads* these properties of the focus node, or *reads_all*
    of the value nodes. A *sign*, if it has one, is a condition that some value node of
    each solution meets; to look for it is faster.
    """

    component: NamedNode
    group: str
    head: str = "?this"
    tail: str = ""
    sign: str = ""
    reads: tuple[NamedNode, ...] = ()
    reads_all: bool = False


@dataclass(frozen=True)
class ShapeCheck:
    """
    Whether a value node is a violation depends on which *shapes* it conforms to.

    *kind* is the parameter: ``node``, ``property``, ``not``, ``and``, ``or``, ``xone``.
    """

    kind: str
    shapes: tuple[Node, ...]


@dataclass(frozen=True)
class QualifiedCheck:
    """So many value nodes conform to *shape* and to none of the *siblings* (4.7.3)."""

    shape: Node
    least: int | None
    most: int | None
    siblings: frozenset[Node]


@dataclass(frozen=True)
class QueryCheck:
    """
    A SELECT whose solutions are violations: a constraint in SPARQL, or a validator.

    *constraint* is the node of the one (section 5); the other has *parameters* (section
    6). *speakers* may have messages, the first that has any is heard.
    """

    component: NamedNode
    query: str
    speakers: tuple[Node, ...]
    constraint: Node | None = None
    parameters: tuple[tuple[str, Term], ...] = ()


@dataclass(frozen=True)
class AskCheck:
    """An ASK that is true of every value node, or it is a violation (section 6.3)."""

    component: NamedNode
    query: str
    speakers: tuple[Node, ...]
    parameters: tuple[tuple[str, Term], ...] = ()


Check = (
    ValueCheck | ClassCheck | DatatypeCheck | MemberCheck | FocusCheck | ShapeCheck
    | QualifiedCheck | QueryCheck | AskCheck
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """Where focus nodes come from: a *kind* of target (section 2.1.3) and its value."""

    kind: str
    value: NamedNode | Literal


@dataclass(frozen=True)
class Shape:
    """A shape: *path* is None for a node shape."""

    node: Node
    path: Path | None
    severity: NamedNode
    active: bool
    targets: tuple[Target, ...]
    checks: tuple[Check, ...]
