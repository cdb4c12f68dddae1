"""A reason not to trust a pass, said in English and French."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode

from claimgraph.meaning.graphs import Statement, Subject, Term
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
    """

    code: str
    rule: str
    sentences: tuple[tuple[str, str], ...]
    subject: Subject | None = None
    predicate: NamedNode | None = None
    object: Term | None = None
    in_data: bool = False

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
    *,
    key: str = "",
    near: str | None = None,
    in_data: bool = False,
    **values: str,
) -> Fault:
    """
    Say that *rule* is broken *at* a triple.

    The sentence stands in ``words.toml`` under *key*, else under the rule; *values*
    fill its braces, beside the parts of the triple. *near* is the name that may have
    been meant.
    """
    said = words()[key or rule]
    parts = {} if at is None else {k: names.of(v) for k, v in vars(at).items()}
    return Fault(
        said["code"],
        rule,
        tuple(
            (language, said[language].format(hint=_hint(near, language), **parts | values))
            for language in LANGUAGES
        ),
        at.subject if at else None,
        at.predicate if at else None,
        at.object if at else None,
        in_data,
    )


def _hint(near: str | None, language: str) -> str:
    return words()["hint"][language].format(near=near) if near else ""


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The sentences, by what is wrong and language."""
    return tomllib.loads(
        files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    )
