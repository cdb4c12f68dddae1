"""What validation gives: results, as the report of SHACL has them (section 3.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from claimgraph.graphs import Node, Term


@dataclass(frozen=True)
class Result:
    """
    One validation result.

    *path* is as SPARQL writes it, or empty. *constraint* is the constraint in SPARQL
    that gave the result, if one did; *bindings* has what its query said of other
    variables, *speakers* the nodes that may have messages, in this order. *messages*
    are pySHACL's own, if it found the result.
    """

    focus: Term
    path: str
    value: Term | None
    component: NamedNode
    shape: Node
    severity: NamedNode
    constraint: Node | None = None
    bindings: Mapping[str, Term] = field(default_factory=dict, compare=False)
    speakers: tuple[Node, ...] = field(default=(), compare=False)
    messages: tuple[Literal, ...] = field(default=(), compare=False)


#: A result, and the node of the set looked at that does not conform because of it.
Violation = tuple[Term, Result]
