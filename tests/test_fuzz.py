"""Queries made by chance: answered alike however they are put, and by another engine."""

import random
from collections import Counter
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib

import made_up
from claimgraph import resources
from engines import node, value
from fuzz import SEEDS
from fuzz.grammar import Maker
from target import targets

#: So many queries from each seed.
MADE = 150
SENT = 100
#: What our engine and rdflib write in ways of their own: 12.0 as 12, Z as +00:00.
OWN_WAYS = ("dateTime", "decimal")


def parsed(paths):
    return [quad.triple for path in paths for quad in ox.parse(path=path)]


@cache
def report():
    """The triples of the made-up report."""
    return parsed(sorted(made_up.REPORT.glob("*.ttl")))


@cache
def plain():
    """Those whose values all engines write alike."""
    return [triple for triple in report() if not is_written_in_own_ways(triple.object)]


def is_written_in_own_ways(term):
    return isinstance(term, ox.Literal) and term.datatype.value.endswith(OWN_WAYS)


@cache
def store(triples=report):
    """The *triples* as our engine has them."""
    found = ox.Store()
    found.extend(ox.Quad(*triple) for triple in triples())
    return found


@cache
def graph():
    """The plain ones as rdflib has them."""
    found = rdflib.Graph()
    for triple in plain():
        found.add(tuple(map(node, triple)))
    return found


def makers(seed, triples=report, **options):
    """So many makers from *seed*: one query of each can be made again by itself."""
    for number in range(MADE):
        yield Maker(triples(), random.Random(f"{seed} {number}"), **options)


def sequence(query, triples=report):
    """The rows, whatever the order of columns."""
    found = store(triples).query(query)
    names = sorted(variable.value for variable in found.variables)
    return [tuple(map(value, (row[name] for name in names))) for row in found]


def bag(query, triples=report):
    """How often there is each row."""
    return Counter(sequence(query, triples))


@pytest.mark.parametrize("seed", SEEDS)
def test_counting_gives_as_many_as_there_are_rows(seed):
    for maker in makers(seed):
        group = maker.group()
        (counted,) = store().query(f"SELECT (COUNT(*) AS ?n) {group}")

        assert int(counted["n"].value) == len(sequence(f"SELECT * {group}")), group


@pytest.mark.parametrize("seed", SEEDS)
def test_a_limit_and_an_offset_cut_and_change_nothing(seed):
    for maker in makers(seed):
        group = maker.group()
        texts = " ".join(f"STR({name})" for name in sorted(group.variables))
        query = f"SELECT * {group} ORDER BY {texts}"
        whole = sequence(query)
        first, count = maker.chance.randint(0, 4), maker.chance.randint(0, 12)
        part = sequence(f"{query} LIMIT {count} OFFSET {first}")

        assert len(part) == len(whole[first : first + count]), query
        assert Counter(part) <= Counter(whole), query


@pytest.mark.parametrize("seed", SEEDS)
def test_what_holds_what_does_not_and_what_fails_make_the_whole(seed):
    for maker in makers(seed):
        group = maker.group()
        condition = maker.condition(group)
        fails = f"!COALESCE(({condition}) || !({condition}), false)"
        parts = [
            group.having(f"FILTER ({c})") for c in (condition, f"!({condition})", fails)
        ]
        whole = bag(f"SELECT * {group}")
        seen = sum((bag(f"SELECT * {part}") for part in parts), Counter())
        united = " UNION ".join(map(str, parts))

        assert seen == whole, parts
        assert bag(f"SELECT * {{ {united} }}") == whole, united


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_patterns_changes_nothing(seed):
    for maker in makers(seed):
        group = maker.group()
        shuffled = [*group.triples]
        maker.chance.shuffle(shuffled)
        other = type(group)(tuple(shuffled), group.others, group.variables)

        assert bag(f"SELECT * {group}") == bag(f"SELECT * {other}"), group


@pytest.mark.parametrize("seed", SEEDS)
def test_what_says_the_same_in_more_words_is_answered_alike(seed):
    for maker in makers(seed):
        group = maker.group()
        columns = " ".join(sorted(group.variables))
        texts = " ".join(f"STR({name})" for name in sorted(group.variables))
        whole = bag(f"SELECT {columns} {group}")

        for other in (
            f"SELECT {columns} {{ {group} }}",
            f"SELECT {columns} {{ {{ SELECT {columns} {group} }} }}",
            f"SELECT {columns} {group.having('FILTER (true)')}",
            f"SELECT {columns} {group.having('OPTIONAL { }')}",
            f"SELECT {columns} {group} ORDER BY {texts}",
            f"SELECT {columns} {{ {group} UNION {group.having('FILTER (false)')} }}",
        ):
            assert bag(other) == whole, other


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_the_same_is_twice_as_much_and_once_each_when_distinct(seed):
    for maker in makers(seed):
        group = maker.group()
        columns = " ".join(sorted(group.variables))
        whole = bag(f"SELECT {columns} {group}")
        twice = f"{{ {group} UNION {group} }}"
        distinct = f"SELECT DISTINCT {columns}"

        assert bag(f"SELECT {columns} {twice}") == whole + whole, group
        assert bag(f"{distinct} {group}") == Counter(whole.keys()), group
        assert bag(f"{distinct} {twice}") == Counter(whole.keys()), group


@pytest.mark.parametrize("seed", SEEDS)
def test_another_engine_answers_alike(seed):
    for maker in makers(seed, plain, safe=True):
        group = maker.group()
        columns = " ".join(sorted(group.variables))
        query = f"SELECT {columns} {group}"
        theirs = Counter(tuple(map(value, row)) for row in graph().query(query))
        ours = bag(query, plain)
        ours.pop((None,) * len(group.variables), None)  # rdflib leaves it out

        assert ours == theirs, query


@pytest.fixture(scope="module")
def server():
    with targets() as found:
        yield found["guarded"]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_server_answers_or_says_which_limit_was_reached(server, seed):
    ontology = parsed(sorted(resources.ontology().glob("*.ttl")))
    for number in range(SENT):
        maker = Maker(ontology, random.Random(f"{seed} {number}"))
        query = maker.select()
        parameters = {"timeout": "0.5"}
        if maker.chance.random() < 0.5:
            parameters["trust"] = "author-strict"
        reply = server.send({"query": query, "parameters": parameters})

        seen = f"{query}\n{reply.status} {reply.text[:300]}"
        limited = reply.status in (413, 503, 504, 507) or reply.problem == "unorderable"
        assert not reply.whole or reply.status == 200 or limited, seen
    assert server.canary() < 5
