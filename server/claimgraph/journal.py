"""What writing to a store has changed in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Quad, Store


@dataclass(frozen=True)
class Difference:
    """The quads that a store has lost and gained."""

    removed: frozenset[Quad]
    added: frozenset[Quad]

    @cached_property
    def quads(self) -> frozenset[Quad]:
        """All that changed."""
        return self.removed | self.added


class Journal:
    """Writes to *store*, and all that has changed there, *since* and before."""

    def __init__(self, store: Store, since: Difference) -> None:
        self.store = store
        self._removed = set(since.removed)
        self._added = set(since.added)

    @property
    def difference(self) -> Difference:
        """All that changed so far; what was undone did not."""
        return Difference(frozenset(self._removed), frozenset(self._added))

    def write(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Remove the quads that are there, then add those that are not."""
        for quad in {*removed} - {*added}:
            if quad in self.store:
                self.store.remove(quad)
                self._note(quad, self._added, self._removed)
        new = [quad for quad in {*added} if quad not in self.store]
        self.store.extend(new)
        for quad in new:
            self._note(quad, self._removed, self._added)

    def _note(self, quad: Quad, undone: set[Quad], done: set[Quad]) -> None:
        if quad in undone:
            undone.remove(quad)
        else:
            done.add(quad)
