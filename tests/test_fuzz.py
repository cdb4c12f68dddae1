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
MADE = 80
SENT = 120


def parsed(paths):
    return [quad.triple for path in paths for quad in ox.parse(path=path)]


@cache
def report():
    """The triples of the made-up report."""
    return parsed(sorted(made_up.REPORT.glob("*.ttl")))


@cache
def store():
    """The report as the engine has it."""
    found = ox.Store()
    found.extend(ox.Quad(*triple) for triple in report())
    return found


@cache
def graph():
    """The report as rdflib has it."""
    found = rdflib.Graph()
    for triple in report():
        found.add(tuple(map(node, triple)))
    return found


def makers(seed, **options):
    """So many makers from *seed*: one query of each can be made again by itself."""
    for number in range(MADE):
        yield Maker(report(), random.Random(f"{seed} {number}"), **options)


def bag(query):
    """How often the engine gives each row, whatever the order of rows and columns."""
    found = store().query(query)
    names = sorted(variable.value for variable in found.variables)
    return Counter(tuple(map(value, (row[name] for name in names))) for row in found)


def size(query):
    return sum(bag(query).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_counting_gives_as_many_as_there_are_rows(seed):
    for maker in makers(seed):
        group = maker.group()
        (counted,) = store().query(f"SELECT (COUNT(*) AS ?n) {group}")

        assert int(counted["n"].value) == size(f"SELECT * {group}"), group


@pytest.mark.parametrize("seed", SEEDS)
def test_a_limit_cuts_and_changes_nothing(seed):
    for maker in makers(seed):
        query = f"SELECT * {maker.group()}"
        whole = bag(query)
        limit = maker.chance.randint(0, 12)
        part = bag(f"{query} LIMIT {limit}")

        assert part <= whole, query
        assert sum(part.values()) == min(limit, sum(whole.values())), query


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

        assert sum((bag(f"SELECT * {part}") for part in parts), Counter()) == whole, (
            parts
        )
        united = " UNION ".join(map(str, parts))
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
def test_a_group_within_a_group_or_in_an_order_is_the_same(seed):
    for maker in makers(seed):
        group = maker.group()
        columns = " ".join(sorted(group.variables))
        whole = bag(f"SELECT {columns} {group}")

        assert bag(f"SELECT {columns} {{ {{ SELECT {columns} {group} }} }}") == whole, (
            group
        )
        assert bag(f"SELECT {columns} {{ {group} }}") == whole, group
        assert bag(f"SELECT {columns} {group} ORDER BY {columns}") == whole, group
        assert bag(f"SELECT DISTINCT {columns} {group}").keys() == whole.keys(), group


@pytest.mark.parametrize("seed", SEEDS)
def test_another_engine_answers_alike(seed):
    for maker in makers(seed, safe=True):
        group = maker.group()
        columns = " ".join(sorted(group.variables))
        query = f"SELECT {columns} {group}"
        theirs = graph().query(query)
        rows = Counter(tuple(map(value, row)) for row in theirs)

        assert bag(query) == rows, query


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
        assert not reply.whole or reply.status in (200, 413, 503, 504, 507), seen
    assert server.canary() < 5
