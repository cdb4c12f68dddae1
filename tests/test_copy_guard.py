"""No run of the article's words is in the project.

Only for who has the article; the text itself, and digests of its parts shorter than a
sentence, are never stored.
"""

import os
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDFS

from claimgraph import resources

ROOT = Path(__file__).parents[1]
COPY = os.environ.get("CLAIMGRAPH_ARTICLE", "")
CG = Namespace("https://w3id.org/claimgraph/ns#")
TITLE = "Analysis: Setting the stage for Mali’s near future"
LONGEST_RUN = 7
LONGEST_RUN_IN_LABELS = 5

pytestmark = [
    pytest.mark.article,
]


def words(text):
    return re.findall(r"[^\W_]+", text.casefold().replace("’", "'"))


@cache
def known():
    """One pattern for all that is removed first: title, recorded names, numbers."""
    pieces = [TITLE, *names()]
    folded = (re.escape(piece.casefold().replace("’", "'")) for piece in pieces)
    return re.compile(rf"(?<!\w)(?:{'|'.join(folded)})(?!\w)|\d[\d.,]*")


def names():
    graph = Graph()
    for path in resources.data().glob("reference/*.ttl"):
        graph.parse(path)
    forms = set(graph.objects(None, CG.appellationForm))
    return sorted(forms | set(graph.objects(None, RDFS.label)), key=len, reverse=True)


def stripped(text):
    """What is left of the text, as separate runs."""
    return known().split(text.casefold().replace("’", "'"))


def runs(text, length):
    for piece in stripped(text):
        found = words(piece)
        for start in range(len(found) - length + 1):
            yield tuple(found[start : start + length])


@pytest.fixture(scope="module")
def article():
    return Path(COPY).read_text(encoding="utf-8")


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


def readable(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_shares_a_run_of_eight_words_with_the_article(article):
    forbidden = set(runs(article, LONGEST_RUN + 1))
    guilty = [
        f"{path.relative_to(ROOT)}: {' '.join(run)}"
        for path in tracked()
        for run in runs(readable(path), LONGEST_RUN + 1)
        if run in forbidden
    ]

    assert guilty == []


def test_no_label_shares_a_run_of_six_words_with_the_article(article):
    forbidden = set(runs(article, LONGEST_RUN_IN_LABELS + 1))
    graph = Graph()
    for path in [
        *resources.data().rglob("*.ttl"),
        *resources.ontology().rglob("*.ttl"),
    ]:
        graph.parse(path)
    guilty = [
        str(label)
        for label in graph.objects(None, RDFS.label)
        if forbidden & set(runs(label, LONGEST_RUN_IN_LABELS + 1))
    ]

    assert guilty == []


def test_the_guard_sees_a_copied_sentence(article):
    block = max(article.splitlines(), key=len)

    assert set(runs(block, LONGEST_RUN + 1)) & set(runs(article, LONGEST_RUN + 1))
