"""Words to search by: the same word, however a text writes it."""

import re
import unicodedata
from collections.abc import Iterator

#: Letters that Unicode does not take apart, though readers leave their marks out.
_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
    | {"ɓ": "b", "ɗ": "d", "ɛ": "e", "ɔ": "o", "ɲ": "n", "ŋ": "n", "ƴ": "y"}
)
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """
    Write *text* in small letters without marks.

    Compatibility decomposition, case folding, marks (Mn) left out, and the letters that
    do not decompose (æ, œ, ø, đ, ð, þ, ł, ı, ɓ, ɗ, ɛ, ɔ, ɲ, ŋ, ƴ) replaced.

    >>> folded("Œuvre à Großstadt"), folded("Ségou"), folded("KƆNNA")
    ('oeuvre a grossstadt', 'segou', 'konna')
    """
    small = unicodedata.normalize("NFKD", text).casefold()
    apart = unicodedata.normalize("NFKD", small)
    kept = (sign for sign in apart if unicodedata.category(sign) != "Mn")
    return "".join(kept).translate(_PLAIN)


def words(text: str) -> Iterator[str]:
    """
    The words of *text*, folded: whatever is neither letter nor digit parts them.

    >>> list(words("Forces de l’Azaouad (FPLA), Aguelhok-2"))
    ['forces', 'de', 'l', 'azaouad', 'fpla', 'aguelhok', '2']
    """
    return (found[0] for found in _WORD.finditer(folded(text)))
