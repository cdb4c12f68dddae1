"""How a term is named in a sentence, and which known names are near a wrong one."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.graphs import FIRST, SH, XSD, sh
from claimgraph.meaning.graphs import Graph, Term
from claimgraph.meaning.vocabulary import vocabularies
from claimgraph.namespaces import longest_first

_LOCAL = re.compile(r"[\w.-]*\w")
_LONGEST = 80
#: How many names a sentence lists.
_SAMPLE = 3
#: How alike two names are of which one may be the other misspelt.
_ALIKE = 0.8
#: How many names are compared with a wrong one at most, and for how many wrong ones:
#: a comparison takes 20 µs.
_COMPARED, _SOUGHT = 2000, 20
#: Controls, and signs that turn the direction of a text or that cannot be seen.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})


class Names:
    """The names of terms as *prefixes* shorten them; blank nodes by what they say."""

    def __init__(self, shapes: Graph, prefixes: Mapping[str, str]) -> None:
        self._shapes = shapes
        self._sought: dict[tuple[str, str], str | None] = {}
        known = {"sh": SH} | {each.prefix: each.namespace for each in vocabularies()}
        rest = {key: iri for key, iri in known.items() if key not in prefixes}
        every = {**prefixes, **rest}  # of two for one namespace, the first is written
        self._prefixes = longest_first(every)

    def of(self, term: Term) -> str:
        """Name *term* for reading, in one line, whatever it holds."""
        if isinstance(term, NamedNode):
            return self.short(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        return self._blank(term) if isinstance(term, BlankNode) else "<<( ... )>>"

    def _literal(self, term: Literal) -> str:
        """With the language or datatype that it has, which may be what is wrong."""
        text = f'"{cut(term.value)}"'
        if term.language:
            return f"{text}@{cut(term.language)}"
        kind = term.datatype.value
        return text if kind == f"{XSD}string" else f"{text}^^{self.short(kind)}"

    def short(self, iri: str) -> str:
        """Write *iri* by the longest prefix that fits, or whole between brackets."""
        for prefix, namespace in self._prefixes:
            local = iri.removeprefix(namespace)
            if local != iri and _LOCAL.fullmatch(local):
                return f"{prefix}:{cut(local)}"
        return f"<{cut(iri, 2 * _LONGEST)}>"

    def near(
        self, name: str, sort: str, known: Callable[[], Collection[str]]
    ) -> str | None:
        """
        The name among the *known* of a *sort* that *name* may have been meant to be.

        Only for the first that are asked for: a search takes its time.
        """
        key = (sort, name)
        if key not in self._sought and len(self._sought) < _SOUGHT:
            self._sought[key] = nearest(name, known())
        return self._sought.get(key)

    def _blank(self, node: BlankNode) -> str:
        """As Turtle writes it, with the path that it has, or else what leads to it."""
        for at in self._shapes.triples(node, sh("path")):
            known = isinstance(at.object, NamedNode)
            return f"[ sh:path {self.of(at.object) if known else '...'} ]"
        if self._shapes.has(node, FIRST):
            return "( ... )"
        above = next(self._shapes.triples(None, None, node), None)
        if above and isinstance(above.subject, NamedNode):
            return f"{self.of(above.subject)} {self.of(above.predicate)} [ ... ]"
        return "[ ... ]"


def cut(text: str, longest: int = _LONGEST) -> str:
    r"""
    Write *text* in one line without signs that cannot be seen, and not too long.

    >>> cut("two" + chr(10) + "lines")
    'two\\u000Alines'
    """
    shown = text if len(text) <= longest else text[:longest] + "…"
    return shown if shown.isprintable() else "".join(map(_seen, shown))


def _seen(sign: str) -> str:
    return f"\\u{ord(sign):04X}" if unicodedata.category(sign) in _UNSEEN else sign


def some(names: Sequence[str]) -> str:
    """
    List the first of *names*.

    >>> some(["a", "b", "c", "d"])
    'a, b, c, ...'
    """
    return ", ".join(names[:_SAMPLE]) + (", ..." if len(names) > _SAMPLE else "")


def nearest(name: str, known: Collection[str]) -> str | None:
    """
    The name among *known* that *name* may have been meant to be.

    >>> nearest("minCuont", ["minCount", "maxCount"])
    'minCount'
    >>> nearest("colour", ["shape"]) is None
    True
    """
    alike = [(_likeness(name, each), each) for each in _candidates(name, known)]
    best = max(alike, default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else None


def _candidates(name: str, known: Iterable[str]) -> list[str]:
    """Those of about the same length, as many as can be compared quickly."""
    most = max(2, len(name) // 4)
    near = [each for each in known if abs(len(each) - len(name)) <= most]
    return sorted(near)[:_COMPARED]


def _likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1; changed places weigh little."""
    one, other = one.lower(), other.lower()
    if one != other and sorted(one) == sorted(other):
        return 0.99
    return SequenceMatcher(None, one, other).ratio()


def local(iri: str) -> str:
    """
    The last part of *iri*.

    >>> local("http://example.org/ns#Person")
    'Person'
    """
    return re.split(r"[/#:]", iri.rstrip("/#:"))[-1]


def namespace(iri: str) -> str:
    """
    What comes before the last part of *iri*.

    >>> namespace("http://example.org/ns#Person")
    'http://example.org/ns#'
    """
    return iri[: len(iri.rstrip("/#:")) - len(local(iri))]
