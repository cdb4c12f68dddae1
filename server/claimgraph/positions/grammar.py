"""
The grammars of Turtle, TriG, N-Triples and N-Quads, as tables of what may come where.

They are looser than the specifications' where only a text that the engine refuses
could tell the difference. Names of the rules: https://www.w3.org/TR/rdf12-turtle/,
section 6.5.
"""

from collections.abc import Mapping

from claimgraph.positions import steps
from claimgraph.positions.steps import Step, opening, then
from claimgraph.positions.terminals import KINDS

Rule = Mapping[str, Step]


def _brackets(resume: Step) -> Rule:
    """What a blankNodePropertyList or a reifiedTriple begins with."""
    within = "after an object in brackets"
    return {
        "[": opening(resume, "verb in brackets", within),
        "<<": opening(resume, "subject to reify"),
    }


def _collection(resume: Step) -> Step:
    return opening(resume, "first item", "after an item")


def _predicates(where: str, verb: Rule, ends: Rule) -> dict[str, Rule]:
    """The rule predicateObjectList, with what *ends* it."""
    after = {
        "suffix": steps.suffix,
        ",": then("object"),
        ";": then(f"verb {where}"),
        "~": steps.reifying(f"reifier {where}"),
        "{|": steps.annotation,
        **ends,
    }
    return {
        f"verb {where}": {
            "term": steps.predicate,
            ";": steps.skip,
            **verb,
            **ends,
        },
        f"after an object {where}": after,
        f"reifier {where}": {
            **{kind: steps.unnamed(step) for kind, step in after.items()},
            "term": steps.reifier(f"after an object {where}"),
        },
    }


#: At the end of a text, the engine takes an escaped dot for that of a statement.
_STATEMENT_ENDS = dict.fromkeys((".", "}", "end"), then("subject"))
_LABEL = {"{": then("subject")}
_SUBJECT = {
    "directive": steps.skip,
    "suffix": then("directive"),
    "term": steps.subject,
    "(": _collection(steps.subject),
    **_brackets(steps.subject),
    **dict.fromkeys((".", "{", "}", "end"), steps.skip),
}
_OBJECT = {
    "term": steps.object_,
    "string": steps.text,
    "(": steps.announced(_collection(steps.told)),
    "<<(": opening(steps.object_, "triple term"),
    **_brackets(steps.object_),
}
_TRIPLE_TERM = {
    **dict.fromkeys(("term", "string", "suffix", "[", "]"), steps.skip),
    "<<(": opening(then("triple term"), "triple term"),
    ")>>": steps.close,
}


def _part(after: str) -> Rule:
    """A subject or object of a triple to reify."""
    return {
        **dict.fromkeys(("term", "string", "]"), then(after)),
        "[": steps.skip,
        "<<": opening(then(after), "subject to reify"),
        "<<(": opening(then(after), "triple term"),
    }


_RULES: Mapping[str, Rule] = {
    "subject": _SUBJECT,
    "directive": {"term": steps.skip, "string": steps.skip, ".": then("subject")},
    "object": _OBJECT,
    "after an object in a line": {
        "suffix": steps.suffix,
        "term": steps.skip,
        ".": then("subject"),
    },
    "first item": {
        **{kind: steps.first(step) for kind, step in _OBJECT.items()},
        ")": steps.close,
    },
    "after an item": {
        "suffix": steps.suffix,
        **{kind: steps.another(step) for kind, step in _OBJECT.items()},
        ")": steps.last,
    },
    **_predicates("of a statement", _LABEL, _STATEMENT_ENDS),
    **_predicates("in brackets", {}, {"]": steps.close}),
    **_predicates("in an annotation", {}, {"|}": steps.close}),
    "triple term": _TRIPLE_TERM,
    "subject to reify": _part("verb to reify"),
    "verb to reify": {"term": then("object to reify")},
    "object to reify": _part("end of what to reify"),
    "end of what to reify": {
        "suffix": steps.skip,
        "~": steps.reifying("reifier in brackets of its own"),
        ">>": steps.implied,
    },
    "reifier in brackets of its own": {
        "term": steps.reifier("end after a reifier"),
        ">>": steps.unnamed(steps.reified),
    },
    "end after a reifier": {">>": steps.reified},
}

#: What each kind of token does, by its index, where each rule's name is expected.
STEPS = {name: tuple(rule.get(kind) for kind in KINDS) for name, rule in _RULES.items()}
