"""Edits of a text: what is put where."""

import re
from collections.abc import Iterable

#: Where a text is replaced, and by what.
Edit = tuple[int, int, str]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The *text* with each of the *edits* made, which are in the order of the text."""
    parts, until = list[str](), 0
    for start, end, put in edits:
        parts += [text[until:start], put]
        until = end
    return "".join([*parts, text[until:]])


def blanks(text: str) -> str:
    """As many blanks as *text* has characters, in as many lines."""
    return re.sub(r"[^\r\n]", " ", text)
