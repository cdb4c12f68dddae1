"""A result becomes a finding: its messages by language, their variables filled in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from pyoxigraph import Literal, NamedNode

from claimgraph.findings import Finding, Place, Texts
from claimgraph.graphs import SH, Node, Term, bare, sh
from claimgraph.shacl import Result
from claimgraph.shacl.exact import meant
from claimgraph.shacl.graph import Graph
from claimgraph.validation.inner import MESSAGES, Inner, cut
from claimgraph.validation.naming import Names

_VARIABLE = re.compile(r"\{[?$](\w+)\}")
_PARAMETER = re.compile(r"\{(\w+?)_?\}")
_LANGUAGES = ("en", "fr")
#: Words that messages share.
_WORDS = MESSAGES["words"]


def in_words(key: str, language: str) -> str:
    """What `messages.toml` has in *language*, or in English, among its words."""
    said: dict[str, str] = _WORDS[key]
    return said.get(language, said["en"])


def _severity(severity: NamedNode) -> str:
    known = severity.value.removeprefix(SH)
    return known if known in ("Violation", "Warning", "Info") else severity.value


class Speech:
    """Says results of *shapes* as findings, their terms written by *names*."""

    def __init__(self, shapes: Graph, names: Names) -> None:
        self.shapes = shapes
        self.names = names
        self._texts: dict[tuple[Node, str], tuple[tuple[str, str], ...]] = {}
        self._parameters: dict[tuple[Node, str, str], str] = {}
        self._called: dict[object, str] = {}

    def finding(
        self, result: Result, node: Term, root: Node, place: Place | None
    ) -> Finding:
        """Say *result* as a finding about *node*, which stands at *place*."""
        return Finding(
            severity=_severity(result.severity),
            constraint=self._name(result.constraint or result.shape),
            shape=self._name(result.shape),
            component=result.component.value,
            focus=str(result.focus),
            node=str(node),
            path=result.path,
            value="" if result.value is None else str(result.value),
            messages=Texts(partial(self._messages, result)),
            place=place,
            root=self._name(root),
            names=self.texts(result.shape, "name"),
        )

    def _messages(self, result: Result) -> tuple[tuple[str, str], ...]:
        return _Wording(result, self).messages()

    def _name(self, node: Node) -> str:
        if node not in self._called:
            self._called[node] = bare(node)
        return self._called[node]

    def texts(self, node: Node, said: str) -> tuple[tuple[str, str], ...]:
        """The ``sh:message`` or ``sh:name`` of *node*, by language."""
        key = node, said
        if key not in self._texts:
            found = self.shapes.literals(node, sh(said))
            self._texts[key] = tuple(sorted((t.language or "", t.value) for t in found))
        return self._texts[key]

    def parameter(self, shape: Node, parameter: str, language: str) -> str:
        """What *shape* has as *parameter*, in words where it is a shape."""
        key = shape, parameter, language
        if key not in self._parameters:
            self._parameters[key] = self._told(shape, parameter, language)
        return self._parameters[key]

    def _told(self, shape: Node, parameter: str, language: str) -> str:
        values = self.shapes.values(shape, sh(parameter))
        inner = Inner(self.shapes, self.names, language)
        return inner.listed(values, parameter) or f"sh:{parameter}"


@dataclass(frozen=True)
class _Wording:
    """What is said of one result."""

    result: Result
    speech: Speech

    def messages(self) -> tuple[tuple[str, str], ...]:
        """The shapes' own, or pySHACL's, or else ours."""
        own, given = tuple(sorted(self._own())), self.result.messages
        if given and any(_VARIABLE.search(text) for _, text in own or [("", "{?}")]):
            return tuple(sorted((m.language or "", m.value) for m in given))
        return own or tuple((each, self._ours(each)) for each in _LANGUAGES)

    def _own(self) -> Iterator[tuple[str, str]]:
        said = self.result.bindings.get("message")
        own = [(said.language or "", said.value)] if isinstance(said, Literal) else None
        for language, template in own or self._templates():
            yield language, _VARIABLE.sub(self._bound, template)

    def _templates(self) -> Sequence[tuple[str, str]]:
        result = self.result
        for speaker in result.speakers or (result.constraint or result.shape,):
            if found := self.speech.texts(speaker, "message"):
                return found
        return ()

    def _bound(self, variable: re.Match[str]) -> str:
        """What stands for a variable (section 5.3.2): of a literal, its text."""
        term = self._terms.get(variable[1])
        if isinstance(term, Literal):
            return cut(term.value)
        if term is None and variable[1] in ("path", "PATH"):
            return self.speech.names.readable(self.result.path)
        return self._short(term) if term else variable[0]

    @cached_property
    def _terms(self) -> dict[str, Term]:
        """What the variables of messages stand for."""
        known = {"this": self.result.focus, "value": self.result.value}
        known |= dict(self.result.bindings)
        return {key: term for key, term in known.items() if term is not None}

    def _short(self, term: Term) -> str:
        return cut(self.speech.names.short(meant(term)))

    def _ours(self, language: str) -> str:
        component = self.result.component.value.removeprefix(SH)
        template = MESSAGES.get(component, MESSAGES["other"])[language]
        what = _WORDS["value" if self.result.path else "node"][language]
        text = template.replace("{what}", what)
        return _PARAMETER.sub(lambda match: self._told(match, language), text)

    def _told(self, match: re.Match[str], language: str) -> str:
        told = {**self._parts, "{path}": self._path or _WORDS["itself"][language]}
        return told.get(match[0]) or self._parameter(match[1], language)

    @cached_property
    def _path(self) -> str:
        return self.speech.names.readable(self.result.path)

    @cached_property
    def _parts(self) -> dict[str, str]:
        result = self.result
        return {
            "{node}": self._short(result.focus),
            "{value}": self._short(result.value or result.focus),
            "{shape}": self._short(result.shape),
        }

    def _parameter(self, parameter: str, language: str) -> str:
        return self.speech.parameter(self.result.shape, parameter, language)
