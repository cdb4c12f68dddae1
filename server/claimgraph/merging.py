"""RDF merges: several graphs as one default graph (SPARQL 1.1 Query, section 13.2.1).

The engine reads several default graphs as a bag, in which a triple of two graphs counts
twice. So graphs that share a triple are merged first, into a graph that nobody sees.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote
from uuid import uuid4

from pyoxigraph import BlankNode, NamedNode, Store

from claimgraph.syntax import tokens
from claimgraph.updates import resolved

#: Not to be guessed, so that no query can name it.
_MERGED = f"urn:uuid:{uuid4()}:"
_MOST = 16
_FORMS = ("select", "construct", "describe", "ask")


def from_clauses(text: str) -> tuple[list[str], list[str]]:
    """
    The IRIs of the graphs after FROM, and of those after FROM NAMED.

    >>> from_clauses("PREFIX e: <http://e/> ASK FROM e:a FROM NAMED <http://e/b> {}")
    (['http://e/a'], ['http://e/b'])

    Raises SyntaxError for a name whose prefix is not declared.
    """
    found = list(tokens(text))
    form = next((token.start for token in found if token.word in _FORMS), 0)
    default, named = list[str](), list[str]()
    for token, after, next_but_one in zip(found, found[1:], found[2:], strict=False):
        if token.word == "from":
            said = after.word == "named"
            graphs, name = (named, next_but_one) if said else (default, after)
            if name.kind in ("iri", "name"):  # else the engine says what is wrong
                graphs.append(resolved(text[:form], name.text))
    return default, named


class Merges:
    """
    The merges made in a *store*, at most so many of them.

    Of a store that is open for reading only, at *files*, a copy is made first.
    """

    def __init__(self, store: Store, files: Path | None = None) -> None:
        self.store = store
        self._files = files
        self._made: list[str] = []
        self._listed: list[NamedNode | BlankNode] | None = None
        self._hidden = False

    def named(self, graphs: Sequence[str]) -> list[NamedNode | BlankNode] | None:
        """
        The *graphs* of the store that one may ask for; None where there are no others.

        The engine takes longer to read a list of thousands than to answer a question.
        """
        if self._listed is None:
            self._listed = [*map(NamedNode, graphs)]
            self._hidden = len(list(self.store.named_graphs())) > len(graphs)
        return self._listed if self._made or self._hidden else None

    def default(self, graphs: Sequence[str]) -> list[NamedNode]:
        """The *graphs*, or their merge, so that no triple is in two of them."""
        distinct = tuple(dict.fromkeys(graphs))
        if any(self._share(first, rest) for first, *rest in _tails(distinct)):
            return [self.merge(distinct)]
        return [*map(NamedNode, distinct)]

    def _share(self, graph: str, others: Sequence[str]) -> bool:
        listed = " ".join(str(NamedNode(other)) for other in others)
        triple, name = "{ ?s ?p ?o }", NamedNode(graph)
        pattern = f"GRAPH {name} {triple} VALUES ?other {{ {listed} }}"
        return bool(self.store.query(f"ASK {{ {pattern} GRAPH ?other {triple} }}"))

    def merge(self, graphs: Sequence[str]) -> NamedNode:
        """The merge of *graphs*; of many merges, those asked for last stay."""
        merged = NamedNode(_MERGED + quote("+".join(graphs)))
        if merged.value in self._made:
            self._made.remove(merged.value)
        else:
            self._make_writable()
            self._forget()
            added = (f"ADD {NamedNode(graph)} TO {merged}" for graph in graphs)
            self.store.update(" ; ".join(added))
        self._made.append(merged.value)
        return merged

    def _make_writable(self) -> None:
        if self._files is None:
            return
        home = mkdtemp(prefix=f"merged-{os.getpid()}-", dir=self._files.parent)
        copy = Path(home) / "store"
        self.store.backup(str(copy))
        self.store = Store(str(copy))
        self._files = None

    def _forget(self) -> None:
        while len(self._made) >= _MOST:
            self.store.remove_graph(NamedNode(self._made.pop(0)))


def _tails(graphs: Sequence[str]) -> Iterator[Sequence[str]]:
    """Each graph with those after it, as long as there are any."""
    return (graphs[start:] for start in range(len(graphs) - 1))
