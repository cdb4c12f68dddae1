"""Strangers' text made harmless to look at: nothing hides, reorders or commands."""

import re
from unicodedata import category

#: Joiners that scripts and emoji need, and that neither hide nor reorder.
_KEPT = "\u200c\u200d"
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_BREAKS = re.compile(r"[\t\r\n]+")
_SURROGATES = re.compile("[\ud800-\udfff]")


class _Names(dict[int, str]):
    """What stands for each code point, found when it is first met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        hides = category(sign) in _UNSEEN and sign not in _KEPT
        self[code] = f"<U+{code:04X}>" if hides or _is_no_character(code) else sign
        return self[code]


def _is_no_character(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


_NAMES = _Names()


def visible(text: str) -> str:
    r"""
    Write what a reader could not see, or a terminal would obey, by its code point.

    >>> visible("a\x1b[31m\u202eb")
    'a<U+001B>[31m<U+202E>b'
    """
    return text if text.isprintable() else text.translate(_NAMES)


def one_line(text: str) -> str:
    r"""
    Write *text* in one line, everything in it visible.

    >>> one_line("Say it:\n\tnow.")
    'Say it: now.'
    """
    return text if text.isprintable() else visible(_BREAKS.sub(" ", text))


def encodable(text: str) -> str:
    """Replace the halves of surrogate pairs, which no encoding of Unicode can say."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
