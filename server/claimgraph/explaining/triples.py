"""Triple patterns read from their tokens, with all that abbreviates them spelt out."""

from collections.abc import Callable

from claimgraph.explaining.cursor import END, Cursor, Unreadable
from claimgraph.explaining.terms import HIDDEN, Path, Pattern, Term
from claimgraph.namespaces import PREFIXES
from claimgraph.syntax import Token

RDF = PREFIXES["rdf"]


class TripleReader(Cursor):
    """Reads the patterns of one subject at a time."""

    def __init__(self, text: str, found: list[Token]) -> None:
        super().__init__(text, found)
        self._hidden: dict[str, str] = {}

    def triples(self) -> list[Pattern]:
        """Read the patterns of the subject at hand (TriplesSameSubjectPath)."""
        found: list[Pattern] = []
        alone = self.at("[") or self.at("(") or self.at("<<")
        subject = self.node(found)
        if not (alone and self._ended()):
            self._properties(subject, found, subject.start)
        return found

    def node(self, found: list[Pattern]) -> Term:
        """Read a term; the patterns that it abbreviates are added to those *found*."""
        if self.at("["):
            return self._described(found)
        if self.at("("):
            return self._collection(found)
        if self.at("<<", "("):
            return self._triple_term(found)
        return self._reified(found) if self.at("<<") else self.term()

    def term(self) -> Term:
        """Read a variable, IRI, literal or blank node label."""
        token = self.next()
        if token.kind == "variable":
            return Term("variable", f"?{token.text[1:]}", token.start, token.text)
        if token.kind == "blank":
            return self._blank(token.start, token.text)
        if token.kind in ("iri", "name"):
            return Term("iri", token.text, token.start, token.text)
        return self._literal(token)

    def _literal(self, token: Token) -> Term:
        if token.kind == "string":
            if self.peek().kind == "tag" or self.take("^", "^"):
                self.next()
        elif token.text in ("+", "-") and self.peek().kind == "number":
            self.next()
        elif token.kind != "number" and token.word not in _BOOLEANS:
            raise Unreadable(token)
        written = self.text[token.start : self.end]
        return Term("literal", written, token.start, written)

    def _blank(self, start: int, label: str = "") -> Term:
        """A variable for a blank node; the same one for the same *label*."""
        key = label or f"{len(self._hidden)} unlabelled"
        name = self._hidden.setdefault(key, f"?{HIDDEN}{len(self._hidden)}")
        return Term("blank", name, start, label or "[]")

    def _described(self, found: list[Pattern]) -> Term:
        start = self.expect("[").start
        blank = self._blank(start)
        if not self.at("]"):
            self._properties(blank, found, start)
        self.expect("]")
        return blank

    def _collection(self, found: list[Pattern]) -> Term:
        start = self.expect("(").start
        if self.take(")"):
            return _rdf("nil", start, "()")
        first = rest = self._blank(start)
        while True:
            inner: list[Pattern] = []
            item = self.node(inner)
            found += [Pattern(rest, _rdf("first", start), item, item.start), *inner]
            after = _rdf("nil", start) if self.at(")") else self._blank(start)
            found.append(Pattern(rest, _rdf("rest", start), after, start))
            rest = after
            if self.take(")"):
                return first

    def _triple_term(self, found: list[Pattern]) -> Term:
        start = self.expect("<<", "(").start
        parts = (self.node(found), self._verb(), self.node(found))
        self.expect(")", ">>")
        return _triple(parts, start)

    def _reified(self, found: list[Pattern]) -> Term:
        start = self.expect("<<").start
        parts = (self.node(found), self._verb(), self.node(found))
        named = self.take("~") and not self.at(">>")
        reifier = self.term() if named else self._blank(start)
        self.expect(">>")
        reifies = _rdf("reifies", start)
        found.append(Pattern(reifier, reifies, _triple(parts, start), start))
        return reifier

    def _properties(self, subject: Term, found: list[Pattern], start: int) -> None:
        """Read verbs and objects (PropertyListPathNotEmpty)."""
        while not self._ended():
            verb = self.verb()
            place = start if start < verb.start else verb.start
            self._objects(subject, verb, found, place)
            while self.take(";"):
                pass
            start = self.peek().start

    def _objects(
        self, subject: Term, verb: Term | Path, found: list[Pattern], start: int
    ) -> None:
        while True:
            inner: list[Pattern] = []
            pattern = Pattern(subject, verb, self.node(inner), start)
            found += [pattern, *inner]
            self._annotations(pattern, found)
            if not self.take(","):
                return
            start = self.peek().start

    def _annotations(self, pattern: Pattern, found: list[Pattern]) -> None:
        """Read what is said of a triple that is asserted as well (``~``, ``{|``)."""
        reifier: Term | None = None
        while self.at("~") or self.at("{", "|"):
            start = self.peek().start
            if self.take("~"):
                named = self.peek().kind in ("variable", "iri", "name", "blank")
                reifier = self.term() if named else self._blank(start)
                found.append(_reification(reifier, pattern, start))
                continue
            if reifier is None:
                reifier = self._blank(start)
                found.append(_reification(reifier, pattern, start))
            self.expect("{", "|")
            self._properties(reifier, found, self.peek().start)
            self.expect("|", "}")
            reifier = None

    def _ended(self) -> bool:
        here = self.peek()
        return here is END or here.text in _ENDS or here.word in _CLAUSES

    def _verb(self) -> Term:
        verb = self.verb()
        if isinstance(verb, Path):
            raise Unreadable(END._replace(start=verb.start))
        return verb

    def verb(self) -> Term | Path:
        """Read a predicate: a variable, an IRI or a path."""
        return self.term() if self.peek().kind == "variable" else self._alternative()

    def _alternative(self) -> Term | Path:
        return self._chain("|", self._sequence)

    def _sequence(self) -> Term | Path:
        return self._chain("/", self._inverse)

    def _chain(self, operator: str, part: Callable[[], Term | Path]) -> Term | Path:
        start = self.peek().start
        parts = [part()]
        while self.at(operator) and not self.at("|", "}"):
            self.next()
            parts.append(part())
        return parts[0] if len(parts) == 1 else self._path(operator, parts, start)

    def _inverse(self) -> Term | Path:
        start = self.peek().start
        if self.take("^"):
            return self._path("^", [self._repeated()], start)
        return self._repeated()

    def _repeated(self) -> Term | Path:
        start = self.peek().start
        primary = self._primary()
        if self.peek().text in ("*", "+", "?"):
            return self._path(self.next().text, [primary], start)
        return primary

    def _primary(self) -> Term | Path:
        token = self.peek()
        if self.take("("):
            inner = self._alternative()
            self.expect(")")
            return inner
        if self.take("!"):
            if self.at("("):
                self.balanced()
            else:
                self._inverse()
            return self._path("!", [], token.start)
        if self.take("a"):
            return _rdf("type", token.start, "a")
        return self.term()

    def _path(self, operator: str, parts: list[Term | Path], start: int) -> Path:
        return Path(operator, tuple(parts), self.text[start : self.end], start)


_BOOLEANS = ("true", "false")
_ENDS = (".", "}", "]", ")", "|", "{", ">>")
_CLAUSES = frozenset(
    {
        "optional", "minus", "lateral", "graph", "service", "filter", "bind", "values",
        "union",
    }
)  # fmt: skip


def _rdf(local: str, start: int, shown: str = "") -> Term:
    return Term("iri", f"<{RDF}{local}>", start, shown or f"rdf:{local}")


def _triple(parts: tuple[Term, ...], start: int) -> Term:
    text = " ".join(part.text for part in parts)
    shown = " ".join(part.shown for part in parts)
    return Term("triple", f"<<( {text} )>>", start, f"<<( {shown} )>>", parts)


def _reification(reifier: Term, pattern: Pattern, start: int) -> Pattern:
    if isinstance(pattern.predicate, Path):
        raise Unreadable(END._replace(start=start))
    parts = (pattern.subject, pattern.predicate, pattern.object)
    return Pattern(reifier, _rdf("reifies", start), _triple(parts, start), start)
