"""The parts of an update that the engine makes one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from claimgraph.updates.edits import blanks
from claimgraph.updates.operations import spans


@dataclass
class Part:
    """
    A part of an update that can be made by itself: some operations, and what they use.

    It says the same as what stands from *start* to *end*; *base* is said after the
    other *declarations*, which have bases of their own.
    """

    start: int
    end: int
    declarations: dict[str, None]
    base: str

    def written(self, text: str) -> str:
        """The part by itself."""
        return "".join([*self.declarations, self.base]) + text[self.start : self.end]

    def in_place(self, text: str) -> str:
        """The part where it stands in *text*, after all declarations, amid blanks."""
        before = ((start, end) for start, end, made in spans(text) if made is None)
        declared = [span for span in before if span[0] < self.start]
        return _blanked(text, [*declared, (self.start, self.end)])


def separated(text: str) -> list[Part]:
    r"""
    Part the update *text* wherever a prologue stands between operations.

    The engine reads one at the start only, and SPARQL 1.1 Query (section 19.8, rule 29)
    has one before each operation.

    >>> text = "CLEAR ALL;PREFIX a: <a:> CLEAR GRAPH a:b"
    >>> [part.written(text) for part in separated(text)]
    ['CLEAR ALL', 'PREFIX a: <a:>\nCLEAR GRAPH a:b']
    """
    parts, declared = list[Part](), True
    for start, end, made in spans(text):
        if made is None:
            declared = True
        elif declared:
            *used, base = made.declarations
            parts.append(Part(start, end, dict.fromkeys(used), base))
            declared = False
        else:
            parts[-1].end = end
            parts[-1].declarations |= dict.fromkeys(made.declarations[:-1])
    return parts


def _blanked(text: str, kept: Sequence[tuple[int, int]]) -> str:
    """The *text* with blanks for whatever is not *kept*, line by line."""
    blank = list(blanks(text))
    for start, end in kept:
        blank[start:end] = text[start:end]
    return "".join(blank)
