"""What a dataset is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimgraph import syntax
from claimgraph.answers import Term


@dataclass(frozen=True)
class Request:
    """
    A question and the dataset it is asked of.

    *trust* names policies whose views join the default graph; *default_graphs* and
    *named_graphs*, if either is given, are exactly the graphs of the dataset
    (SPARQL 1.1 Protocol, section 2.1.4).
    """

    text: str
    bindings: Mapping[str, Term] | None = None
    trust: Sequence[str] = ()
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()

    @property
    def names_its_graphs(self) -> bool:
        """Whether the request says itself which graphs it asks."""
        return bool(
            self.default_graphs
            or self.named_graphs
            or syntax.names_its_graphs(self.text)
        )

    @property
    def is_volatile(self) -> bool:
        """Whether asking again may be answered otherwise, though nothing changed."""
        return syntax.is_volatile(self.text)
