"""What a request sends to be validated: its documents, and the values that go along.

Beside our own names for them, those are understood that the clients of the ITB's
validator and of SHACL Play are used to.
"""

import json
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from claimgraph import formats
from claimgraph.errors.files import UnknownFormat
from claimgraph.errors.requests import NotUtf8, UnsupportedMediaType
from claimgraph.errors.validations import (
    MalformedRequest,
    NothingFetched,
    RdfAsForm,
)
from claimgraph.formats import GRAPHS, JSONLD, RDFXML, TURTLE, Format
from claimgraph.web import members
from claimgraph.web.members import ALIASES

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON = "application/json"

#: Media types that say too little: the name of a file says more.
_VAGUE = ("", "application/octet-stream", "text/plain", "text/xml", "application/xml")
_NAME = re.compile(r'[^\s<>"{}|\\^`]+')
#: What the name of a form's field looks like.
_FIELD = re.compile(r"[\w.:\[\]-]+")
_LOOKS = {
    JSONLD: re.compile(r"\s*(\{|\[\s*\{)"),
    RDFXML: re.compile(r"\s*<(\?xml|!--|!DOCTYPE|(\w+:)?RDF\s)"),
}


@dataclass(frozen=True)
class Document:
    """RDF that was sent as ``data`` or as ``shapes``, which is its *role*."""

    role: str
    name: str
    content: bytes
    form: Format


@dataclass
class Submission:
    """The documents of a request, and its values by our names for them."""

    documents: list[Document] = field(default_factory=list)
    values: MultiDict[str, str] = field(default_factory=MultiDict)

    def sent(self, role: str) -> list[Document]:
        """The documents of that *role*."""
        return [each for each in self.documents if each.role == role]


def submitted() -> Submission:
    """
    Read the request at hand.

    Raises UnsupportedMediaType, RdfAsForm, MalformedRequest, NotUtf8, NothingFetched,
    UnknownMember and UnknownFormat.
    """
    if request.method != "POST":
        return _of(request.args)
    if request.mimetype in (FORM, MULTIPART):
        return _form()
    if request.mimetype == JSON:
        return _json()
    body = request.get_data()
    found = _of(request.args)
    if body or request.mimetype:
        role = "shapes" if {"graph", "default"} & {*found.values} else "data"
        found.documents.append(Document(role, "body", body, _of_body()))
    return found


def _of_body() -> Format:
    """The format of the request's body, which is text in UTF-8."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise _unsupported(request.content_type or "")
    return _taken(request.mimetype)


def _taken(media_type: str) -> Format:
    try:
        return formats.named(media_type, GRAPHS)
    except UnknownFormat:
        raise _unsupported(media_type) from None


def _unsupported(media_type: str) -> UnsupportedMediaType:
    types = (*(form.media_type for form in GRAPHS), MULTIPART, FORM, JSON)
    known = f"one of {', '.join(types)}, in UTF-8"
    return UnsupportedMediaType(media_type or "none", known)


def _form() -> Submission:
    if request.mimetype == FORM:
        _refuse_rdf(request.form)
    found = _of(request.values)
    found.documents += list(_texts(found.values))
    for name, file in request.files.items(multi=True):
        role = ALIASES.get(name, name)
        if role in ("data", "shapes") and (file.filename or file.mimetype):
            document = _of_file(role, file)
            if file.filename or document.content:
                found.documents.append(document)
    return found


def _refuse_rdf(names: Iterable[str]) -> None:
    """Raise RdfAsForm where one of the *names* is such as no field of a form has."""
    if not all(map(_FIELD.fullmatch, names)):
        raise RdfAsForm(FORM)


def _of(given: MultiDict[str, str], *, rules: bool = False) -> Submission:
    """The values among those *given* by our names; *rules* are sent beside them."""
    sent = rules or any(ALIASES.get(name, name) == "shapes" for name in given)
    members.refuse_unhonoured(given, rules=sent or bool(request.files))
    pairs = ((ALIASES.get(k, k), v) for k, v in given.items(multi=True))
    return Submission(values=MultiDict(pairs))


def _texts(values: MultiDict[str, str]) -> Iterator[Document]:
    """The documents that stand in fields; names of shapes stay among the *values*."""
    for role, syntax in (("data", "syntax"), ("shapes", "shapes-syntax")):
        given = values.poplist(role)
        texts = [text for text in given if text.strip()]
        if role == "shapes":
            values.setlist(role, [text for text in texts if _is_name(text)])
            texts = [text for text in texts if not _is_name(text)]
        for text in texts:
            yield _of_text(role, text, values.get(syntax, ""))


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text.strip()))


def _of_text(role: str, text: str, syntax: str) -> Document:
    if "\ufffd" in text:  # stands for bytes that are not UTF-8
        raise NotUtf8
    form = formats.named(syntax, GRAPHS) if syntax else _looked_at(text)
    return Document(role, role, text.encode(errors="surrogatepass"), form)


def _looked_at(text: str) -> Format:
    """The format that *text* looks like; Turtle has no mark of its own."""
    found = (form for form, mark in _LOOKS.items() if mark.match(text))
    return next(found, TURTLE)


def _of_file(role: str, file: FileStorage) -> Document:
    name = file.filename or role
    content = file.read()
    return Document(role, name, content, _of_name(name, file.mimetype, content))


def _of_name(name: str, media_type: str, content: bytes) -> Format:
    """The format as the file says itself, unless its name says more, or its start."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    with suppress(UnknownFormat):
        if media_type in _VAGUE and extension:
            return formats.named(extension, GRAPHS)
    if media_type in _VAGUE:
        return _looked_at(content[:1000].decode(errors="replace"))
    return _taken(media_type)


def _json() -> Submission:
    """Read a request as the ITB's validator takes it, or one with our own names."""
    told = _loaded(request.get_data())
    members.refuse_unknown(told)
    rules = _listed(told.pop("externalRules", None))
    method = told.pop("embeddingMethod", None)
    pairs = [*request.args.items(multi=True), *members.pairs(told)]
    found = _of(MultiDict(pairs), rules=bool(rules))
    given = [
        _embedded("contentToValidate", t, method) for t in found.values.poplist("data")
    ]
    found.documents += list(_texts(found.values))
    for text in given:
        found.documents.append(_of_text("data", text, found.values.get("syntax", "")))
    found.documents += map(_rule, rules)
    return found


def _loaded(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedRequest("it is not JSON in UTF-8") from error
    if not isinstance(told, dict):
        raise MalformedRequest("it is no object; send JSON-LD as application/ld+json")
    return told


def _listed(rules: object) -> list[dict[str, Any]]:
    if rules is None:
        return []
    if not isinstance(rules, list) or not all(isinstance(r, dict) for r in rules):
        raise MalformedRequest("'externalRules' is no list of objects")
    return rules


def _rule(rule: Mapping[str, Any]) -> Document:
    members.refuse_unknown_of_rule(rule)
    text, syntax = rule.get("ruleSet"), rule.get("ruleSyntax") or ""
    if not isinstance(text, str) or not isinstance(syntax, str):
        raise MalformedRequest("a rule's 'ruleSet' or 'ruleSyntax' is no text")
    text = _embedded("ruleSet", text, rule.get("embeddingMethod"))
    return _of_text("shapes", text, syntax)


def _embedded(name: str, text: str, method: object) -> str:
    """The text that *text* embeds by that *method*, of those that ITB knows."""
    if method in (None, "", "STRING"):
        return text
    if method == "URL":
        raise NothingFetched(name, text)
    if method != "BASE64":
        raise MalformedRequest(
            f"'embeddingMethod' is {method!r}: give STRING or BASE64"
        )
    try:
        return b64decode(text, validate=True).decode()
    except (Error, ValueError) as error:
        raise MalformedRequest(f"{name!r} is no text in BASE64 and UTF-8") from error
