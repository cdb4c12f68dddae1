"""What a request for a validation may say: our names, and those of other validators.

Those of the ITB's validator are the members of its ``Input`` and ``RuleSet``.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from claimgraph.errors.validations import (
    MalformedRequest,
    NothingFetched,
    UnknownMember,
)

#: What the address takes, and what it means to a reader.
PARAMETERS = {
    "data": "RDF to validate: the body itself, or a field or files of a form",
    "syntax": "the format of data in a field, by its name or media type",
    "graph": "a graph of this server to validate, by its IRI, or 'default' for all",
    "default": "all graphs that this server has loaded, instead of one of them",
    "shapes": "names of shipped shapes, or shapes of your own: text or files",
    "shapes-syntax": "the format of shapes in a field, by its name or media type",
    "context": "what the data rest on: none, reference or server",
    "fail-on": "the least grave severity that fails: violation, warning or info",
    "allow": "codes of failures that are none",
    "language": "of the report: en or fr",
    "sample": "how many findings of a group are shown, 0 for all",
    "verbose": "true: tell each shape's coverage in the form text",
    "format": "the form of the report, whatever Accept says",
    "timeout": "seconds after which to give up",
}
#: What other validators call what we take.
ALIASES = {
    "contentToValidate": "data", "contentSyntax": "syntax", "reportSyntax": "format",
    "locale": "language", "inputInline": "data", "inputFile": "data",
    "inputShapeInline": "shapes", "inputShapeFile": "shapes",
    "inputShapeCatalog": "shapes",
}  # fmt: skip
#: What says how a report of the ITB's own kind is made, which ours is not.
IDLE = (
    "addInputToReport", "addShapesToReport", "addRulesToReport",
    "addRdfReportToReport", "rdfReportSyntax", "wrapReportDataInCDATA",
)  # fmt: skip
#: The members of the ITB's requests that are taken, and do or may do something.
TAKEN = (
    "contentToValidate", "contentSyntax", "embeddingMethod", "externalRules",
    "validationType", "reportSyntax", "locale", "loadImports",
)  # fmt: skip
#: The members of one of their ``externalRules``.
RULE = ("ruleSet", "ruleSyntax", "embeddingMethod")

#: What would have to be fetched from elsewhere, by names that may be told ...
_ADDRESSES = ("inputUrl", "inputShapeUrl", "contentQueryEndpoint", "loadImports")
#: ... and by such as should not be.
_SECRETS = ("contentQuery", "contentQueryUsername", "contentQueryPassword")
#: Values of a member that say the same as its absence.
_NOTHING = ("", "false")
_TYPE, _ANY = "validationType", "any"


def refuse_unhonoured(given: Mapping[str, str], *, rules: bool) -> None:
    """
    Refuse what would have the report be another one; *rules* were sent or not.

    Raises NothingFetched and MalformedRequest.
    """
    for name in (*_ADDRESSES, *_SECRETS):
        if given.get(name, "") not in _NOTHING:
            raise NothingFetched(name, given[name] if name in _ADDRESSES else "")
    if given.get("reportQuery"):
        reason = "'reportQuery' is not run here: have the report as RDF, and query it"
        raise MalformedRequest(reason)
    if given.get(_TYPE, _ANY) not in ("", _ANY):
        reason = f"there is no {_TYPE!r} {given[_TYPE]!r}: it is {_ANY!r}, or left out"
        raise MalformedRequest(f"{reason}; 'shapes' names shipped shapes")
    if given.get(_TYPE) and not rules:
        reason = f"{_TYPE!r} {_ANY!r} is by rules of your own: send 'externalRules', or"
        raise MalformedRequest(f"{reason} leave it out for the shapes shipped here")


def refuse_unknown(told: Mapping[str, Any]) -> None:
    """Refuse members that no request in JSON has; raises UnknownMember."""
    known = [*TAKEN, *IDLE, *(name for name in PARAMETERS if name != "default")]
    also = {*ALIASES, *_ADDRESSES, *_SECRETS, "reportQuery", "default"}
    if any(name.startswith("@") for name in told):
        raise MalformedRequest("it is not one; send JSON-LD as application/ld+json")
    _refuse_others(told, known, also)


def refuse_unknown_of_rule(rule: Mapping[str, Any]) -> None:
    """Refuse members that no rule has; raises UnknownMember."""
    _refuse_others(rule, RULE, ())


def _refuse_others(
    told: Mapping[str, Any], known: Collection[str], also: Collection[str]
) -> None:
    unknown = [name for name in told if name not in known and name not in also]
    if unknown:
        raise UnknownMember(unknown, known)


def pairs(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """
    The members that say something, each once for each of its values.

    Raises MalformedRequest for a value that is no text, number, truth, or list of them.
    """
    for name, value in told.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, bool):
                yield name, str(each).lower()
            elif isinstance(each, str | int | float):
                yield name, str(each)
            elif each is not None:
                raise MalformedRequest(f"{name!r} is no text, nor a list of texts")
