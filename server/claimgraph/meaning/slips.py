"""Names that may be other names with a slip of the pen: a letter or two away."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from claimgraph.meaning.names import local, namespace

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_SCHEME = re.compile(r"^\w+://")
#: How many slips a name may have, and of how many letters it is at least and at most
#: to be looked for with two, and at most with one.
_MOST, _TWO, _LONGEST = 2, 7, (60, 30)
#: How many wanted names may look alike, and how many namespaces are compared.
_ALIKE, _SPACES = 20, 100

_Key = tuple[str, tuple[str, ...], str]


def slips(wanted: Iterable[str], known: Collection[str]) -> Mapping[str, str]:
    """
    Of the IRIs *known*, for each of those *wanted* the one that it may be a slip of.

    A slip is within a word, which has more letters than slips by far: "employerr" is
    one, "birthPlace" no other "birthDate", nor is "line2" another "line1". The
    namespaces are the same, but for their scheme and last sign, or one that is not
    known is a slip of the other.
    """
    homes = _homes({namespace(each) for each in wanted}, known)
    index = _Index({each: _name(each, homes) for each in wanted})
    best: dict[str, tuple[int, int, str]] = {}
    for iri in known:
        for other, edits in index.near(_name(iri, homes)):
            if other != iri:
                found = edits, distance(local(other), local(iri)), iri
                best[other] = min(best.get(other, found), found)
    return {other: iri for other, (*_, iri) in best.items()}


@dataclass(frozen=True)
class _Name:
    """The last part of an IRI in words, with its digits, and its namespace's *home*."""

    home: str
    digits: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def letters(self) -> str:
        """The words as one."""
        return "".join(self.words)

    def keys(self) -> Iterator[_Key]:
        """What this has in common with all that are as many slips away as may be."""
        letters = self.letters
        most = _MOST if len(letters) >= _TWO else 1
        while most and len(letters) > _LONGEST[most - 1]:
            most -= 1
        for count in range(most + 1):
            for gone in combinations(range(len(letters)), count):
                yield self.home, self.digits, _without(letters, gone)

    def edits(self, other: "_Name") -> int | None:
        """By how many slips it is the *other*, or None if by none that is likely."""
        letters = self.letters, other.letters
        edits = distance(*letters)
        if edits <= 1 and _is_slip(*letters, edits) and not _is_replaced(*letters):
            return edits
        if len(self.words) != len(other.words):
            return None
        pairs = list(zip(self.words, other.words, strict=True))
        found = [distance(*pair) for pair in pairs]
        likely = all(_is_slip(*p, n) for p, n in zip(pairs, found, strict=True))
        return edits if likely and edits <= _MOST else None


class _Index:
    """The *names* that are wanted, by what they have in common with others."""

    def __init__(self, names: Mapping[str, _Name]) -> None:
        self._names = names
        self._homes = {name.home for name in names.values()}
        self._lengths = {
            len(name.letters) + more
            for name in names.values()
            for more in range(-_MOST, _MOST + 1)
        }
        self._by_key: dict[_Key, list[str]] = {}
        for iri, name in names.items():
            for key in name.keys():  # noqa: SIM118 - it is no mapping
                self._by_key.setdefault(key, []).append(iri)

    def near(self, name: _Name) -> Iterator[tuple[str, int]]:
        """Those that may be slips of *name*, and by how many."""
        if name.home in self._homes and len(name.letters) in self._lengths:
            keys = name.keys()
            found = {i for key in keys for i in self._by_key.get(key, ())[:_ALIKE]}
            for iri in found:
                edits = self._names[iri].edits(name)
                if edits is not None:
                    yield iri, edits


def _name(iri: str, homes: Mapping[str, str]) -> _Name:
    space, last = namespace(iri), local(iri)
    words = _WORD.findall(_HUMP.sub(" ", last))
    lowered = tuple(word.lower() for word in words)
    return _Name(homes.get(space) or _home(space), (*_DIGITS.findall(last),), lowered)


def _homes(spaces: Iterable[str], known: Iterable[str]) -> Mapping[str, str]:
    """The homes of those *spaces* that may be slips of namespaces that are known."""
    others = {namespace(each) for each in known}
    new = sorted(set(spaces) - others)[:_SPACES]
    return {
        space: _home(other)
        for other in sorted(others)[:_SPACES]
        for space in new
        if abs(len(space) - len(other)) <= 1 and _are_near(space, other)
    }


def _are_near(one: str, other: str) -> bool:
    """Whether a slip lies between them: they are too long to be compared as words."""
    parts = _differing(one, other)
    return max(map(len, parts)) <= _MOST and distance(*parts) == 1


def _home(space: str) -> str:
    """A namespace without what is easily confounded: its scheme and its last sign."""
    return _SCHEME.sub("", space).rstrip("/#:").lower()


def _without(letters: str, gone: tuple[int, ...]) -> str:
    return "".join(sign for n, sign in enumerate(letters) if n not in gone)


def _is_slip(one: str, other: str, edits: int) -> bool:
    """
    Whether so many *edits* are likely between words that mean the same.

    Short words are soon other words: "age" is no "page". Letters that changed places
    are a slip in any; the first letter is rarely wrong.
    """
    longest, begins_so = max(len(one), len(other)), one[:1] == other[:1]
    if edits == 0 or (edits == 1 and sorted(one) == sorted(other)):
        return True
    if edits == 1:
        least = 4 if len(one) != len(other) else 5
        return longest >= least + (not begins_so) * 2
    return edits == 2 and longest > 8 and begins_so


def _is_replaced(one: str, other: str) -> bool:
    """Whether their letters are not the same, though as many."""
    return len(one) == len(other) and sorted(one) != sorted(other)


def distance(one: str, other: str) -> int:
    """
    How many letters are to be added, taken, replaced or swapped with their neighbours.

    >>> distance("nmae", "name"), distance("employerr", "employer")
    (1, 1)
    """
    one, other = _differing(one, other)
    before, last = list[int](), list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        row = [i]
        for j, there in enumerate(other, 1):
            best = min(last[j] + 1, row[-1] + 1, last[j - 1] + (sign != there))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == there:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]


def _differing(one: str, other: str) -> tuple[str, str]:
    """Both without what they begin and end with alike."""
    start = _common(one, other)
    one, other = one[start:], other[start:]
    end = _common(one[::-1], other[::-1])
    return one[: len(one) - end], other[: len(other) - end]


def _common(one: str, other: str) -> int:
    """How many signs they begin with alike."""
    pairs = zip(one, other, strict=False)
    differing = (n for n, (here, there) in enumerate(pairs) if here != there)
    return next(differing, min(len(one), len(other)))
