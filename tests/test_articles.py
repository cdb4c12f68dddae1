import pytest

from claimgraph import articles
from claimgraph.errors.articles import ArticleExists, BadSlug, UnreadableText

TEXT = "A title\n\nIt began. “Why?” nobody asked.\u00a0 On Sept. 7 it ended!\nTags"


def test_sentences_are_counted_in_blocks_and_code_points():
    found = [(s.name, TEXT[s.start : s.end]) for s in articles.sentences(TEXT)]

    assert found == [
        ("b01s01", "A title"),
        ("b02s01", "It began."),
        ("b02s02", "“Why?” nobody asked."),
        ("b02s03", "On Sept. 7 it ended!"),
        ("b03s01", "Tags"),
    ]


def test_line_ends_of_another_system_belong_to_no_sentence():
    found = [s.name for s in articles.sentences(TEXT.replace("\n", "\r\n"))]

    assert found == [s.name for s in articles.sentences(TEXT)]


def test_a_text_fits_its_own_sentences():
    stored = list(articles.sentences(TEXT))

    assert articles.verify(TEXT, stored, articles.digest(TEXT)) == []


def test_a_changed_text_is_told_by_sentence():
    stored = list(articles.sentences(TEXT))
    changed = TEXT.replace("began", "ended")
    wrong = articles.verify(changed, stored, articles.digest(TEXT))

    assert [mismatch.name for mismatch in wrong] == ["the whole", "b02s01"]


def test_a_new_article_has_a_sentence_table_of_the_readers_copy(tmp_path):
    made = articles.create(tmp_path / "my-piece", "my-piece", TEXT)

    assert sorted(path.name for path in made) == [
        "document.ttl",
        "entities.ttl",
        "sentences.ttl",
    ]
    table = (tmp_path / "my-piece" / "sentences.ttl").read_text()
    assert table.count("a cg:Sentence") == 5
    assert "nobody asked" not in table


def test_nothing_is_overwritten(tmp_path):
    with pytest.raises(ArticleExists):
        articles.create(tmp_path, "x", None)


@pytest.mark.parametrize("slug", ["", "A", "a b", "../up", "a--b", "é"])
def test_a_slug_is_a_safe_last_segment(tmp_path, slug):
    with pytest.raises(BadSlug):
        articles.create(tmp_path / "new", slug, None)


def test_a_copy_that_is_not_utf_8_is_said_to_be_so(tmp_path):
    (tmp_path / "text.txt").write_bytes("é".encode("latin-1"))

    with pytest.raises(UnreadableText, match="byte 0"):
        articles.read_text(tmp_path / "text.txt")
