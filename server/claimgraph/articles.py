"""An article beside its encoding: sentences, positions, the reader's own copy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from claimgraph.errors.articles import ArticleExists, BadSlug, UnreadableText
from claimgraph.errors.files import MissingFile
from claimgraph.namespaces import PREFIXES, article_iri

_BLOCK = re.compile(r"[^\r\n]+")
_SPACE = "[ \t\u00a0]"
_END = re.compile(rf"[.!?][”\"’)]?{_SPACE}+(?=[A-Z0-9“‘(])")
_ABBREVIATION = re.compile(r"\b(Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Dr|St)\.$")


@dataclass(frozen=True)
class Sentence:
    """A stretch of a text: positions count code points from 0, end exclusive."""

    block: int
    number: int
    start: int
    end: int
    digest: str

    @property
    def name(self) -> str:
        """The last segment of the sentence's IRI, such as ``b09s02``."""
        return f"b{self.block:02d}s{self.number:02d}"


@dataclass(frozen=True)
class Mismatch:
    """A position in the data that does not fit the text."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def read_text(path: Path) -> str:
    """Read a reader's copy as it is; raises MissingFile and UnreadableText."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableText(path, error.start) from error
    except OSError as error:
        raise MissingFile(path, f"{error.strerror or error}.") from error


def digest(text: str) -> str:
    """The SHA-256 of *text* in UTF-8."""
    return sha256(text.encode()).hexdigest()


def sentences(text: str) -> Iterator[Sentence]:
    r"""
    Split *text* into the sentences of its blocks; a block is a run without line end.

    A first proposal for an encoder: the table that is stored with an article decides.

    >>> [sentence.name for sentence in sentences("A title\n\nOn Sept. 7 it was. So?")]
    ['b01s01', 'b02s01', 'b02s02']
    """
    for number, block in enumerate(_BLOCK.finditer(text), 1):
        for place, (start, end) in enumerate(_spans(block.group()), 1):
            first, last = block.start() + start, block.start() + end
            yield Sentence(number, place, first, last, digest(text[first:last]))


def _spans(block: str) -> Iterator[tuple[int, int]]:
    ends = [m.end() for m in _END.finditer(block) if not _abbreviated(block, m)]
    for start, end in pairwise([0, *ends, len(block)]):
        yield start, start + len(block[start:end].rstrip(" \t\u00a0"))


def _abbreviated(block: str, match: re.Match[str]) -> bool:
    return bool(_ABBREVIATION.search(block[: match.end()].rstrip(" \t\u00a0")))


def verify(text: str, stored: list[Sentence], whole: str) -> list[Mismatch]:
    """
    Compare a reader's *text* with the *stored* sentences and the digest of the *whole*.

    Returns what does not fit, nothing if all does.
    """
    found = [_mismatch(text, sentence) for sentence in stored]
    first = [] if digest(text) == whole else [_other_text(text)]
    return first + [mismatch for mismatch in found if mismatch]


def _other_text(text: str) -> Mismatch:
    reason = f"the text has another digest ({len(text)} code points were read)"
    return Mismatch("the whole", reason)


def _mismatch(text: str, sentence: Sentence) -> Mismatch | None:
    excerpt = text[sentence.start : sentence.end]
    if digest(excerpt) == sentence.digest:
        return None
    where = f"code points {sentence.start} to {sentence.end}"
    return Mismatch(sentence.name, f"{where} hold another text than was encoded")


def create(folder: Path, slug: str, text: str | None) -> list[Path]:
    """
    Make an article's *folder*, ready to be filled; with *text*, its sentence table too.

    Returns the files made. Raises BadSlug and ArticleExists; nothing is overwritten.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise BadSlug(slug)
    if folder.exists():
        raise ArticleExists(folder)
    folder.mkdir(parents=True)
    files = {"document.ttl": _document(slug, text), "entities.ttl": _entities(slug)}
    if text is not None:
        files["sentences.ttl"] = _table(slug, text)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in files]


def _prefixes(slug: str, *names: str) -> str:
    own = {"sent": article_iri(slug, "sentence"), "time": article_iri(slug, "time")}
    iris = {**PREFIXES, **own}
    return "".join(f"PREFIX {name}: <{iris[name]}>\n" for name in sorted(names)) + "\n"


def _document(slug: str, text: str | None) -> str:
    facts = [
        "    a cg:Document ;",
        '    rdfs:label "TODO: author on subject, month and year"@en ;',
        '    dcterms:title "TODO: the title"@en ;',
        "    cg:author actor:TODO ;",
    ]
    if text is not None:
        facts += [f"    cg:codePoints {len(text)} ;"]
    facts += ["    cg:issuedBounds time:publication ;", "    cg:publisher actor:TODO ;"]
    if text is not None:
        facts += [f'    cg:sha256 "{digest(text)}" ;']
    body = "\n".join(facts)
    return (
        _prefixes(slug, "actor", "cg", "dcterms", "rdfs", "time", "xsd")
        + f"<{article_iri(slug)}>\n{body}\n.\n\ntime:publication\n"
        "    a cg:TimeExpression ;\n"
        '    rdfs:label "time of publication"@en ;\n'
        "    cg:deictic false ;\n"
        '    cg:earliestBegin "TODO"^^xsd:dateTime ;\n'
        '    cg:edtf "TODO" ;\n'
        '    cg:latestEnd "TODO"^^xsd:dateTime ;\n'
        ".\n"
    )


def _entities(slug: str) -> str:
    return _prefixes(slug, "cg", "event", "rdfs") + (
        "event:TODO\n    a cg:Event ;\n"
        '    rdfs:label "TODO: a neutral noun phrase"@en ;\n.\n'
    )


def _table(slug: str, text: str) -> str:
    rows = "\n".join(_row(slug, sentence) for sentence in sentences(text))
    return _prefixes(slug, "cg", "part", "sent") + rows


def _row(slug: str, sentence: Sentence) -> str:
    part = "title" if sentence.block == 1 else "body"
    return (
        f"sent:{sentence.name}\n"
        "    a cg:Sentence ;\n"
        f"    cg:blockNumber {sentence.block} ;\n"
        f"    cg:endOffset {sentence.end} ;\n"
        f"    cg:inDocument <{article_iri(slug)}> ;\n"
        f"    cg:sentenceNumber {sentence.number} ;\n"
        f'    cg:sha256 "{sentence.digest}" ;\n'
        f"    cg:startOffset {sentence.start} ;\n"
        f"    cg:textPart part:{part} ;\n"
        ".\n"
    )


#: Asks for the articles and the digest of the text that each encodes.
DOCUMENTS = """
SELECT ?document ?digest
WHERE { ?document a cg:Document . OPTIONAL { ?document cg:sha256 ?digest } }
ORDER BY ?document
"""

#: Asks for the stored sentence table of a document.
SENTENCES = """
SELECT ?document ?block ?number ?start ?end ?digest
WHERE {
  ?sentence a cg:Sentence ;
    cg:inDocument ?document ;
    cg:blockNumber ?block ;
    cg:sentenceNumber ?number ;
    cg:startOffset ?start ;
    cg:endOffset ?end ;
    cg:sha256 ?digest .
}
ORDER BY ?start
"""
