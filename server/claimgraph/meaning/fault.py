"""A reason not to trust a pass, said in English and French."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pyoxigraph import NamedNode

from claimgraph.graphs import Subject
from claimgraph.meaning.graphs import Statement, Term
from claimgraph.meaning.names import Names

LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Fault:
    """
    What would make a pass empty.

    *code* is the switch that allows it, *rule* what was broken, named as SHACL's
    summary of syntax rules (appendix D) names it where it has it. *sentences* say by
    language what is wrong and what to do. The triple is where it stands: in the shapes,
    or, where *in_data*, in the data; of it only the subject may be known, or nothing.
    What *is_note* is worth knowing, but likely no mistake.
    """

    code: str
    rule: str
    sentences: tuple[tuple[str, str], ...]
    subject: Subject | None = None
    predicate: NamedNode | None = None
    object: Term | None = None
    in_data: bool = False
    is_note: bool = False

    @property
    def sentence(self) -> str:
        """The English sentence."""
        return self.sentences[0][1]

    def said(self, language: str) -> str:
        """The sentence in *language*, or in English."""
        return dict(self.sentences).get(language, self.sentence)


def fault(
    rule: str,
    names: Names,
    at: Statement | None = None,
    told: Mapping[str, str] = MappingProxyType({}),
    *,
    key: str = "",
    near: str | None = None,
    in_data: bool = False,
) -> Fault:
    """
    Say that *rule* is broken *at* a triple.

    The sentence stands in ``words.toml`` under *key*, else under the rule; its braces
    are filled with the parts of the triple and what else is *told*. *near* is the name
    that may have been meant.
    """
    parts = {} if at is None else {k: names.of(v) for k, v in vars(at).items()}
    said, known = words()[key or rule], {**parts, **told}
    sentences = tuple(
        (each, said[each].format(hint=_hint(near, each), **known)) for each in LANGUAGES
    )
    code = said["code"]
    if at is None:
        return Fault(code, rule, sentences, in_data=in_data)
    return Fault(code, rule, sentences, at.subject, at.predicate, at.object, in_data)


def _hint(near: str | None, language: str) -> str:
    return words()["hint"][language].format(near=near) if near else ""


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The sentences, by what is wrong and language."""
    return tomllib.loads(
        files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    )
