"""While good and bad updates come from several writers, nobody ever sees a bad one.

CLAIMGRAPH_ROUNDS sets how many there are; `make soak` has a thousand made.
"""

import os
import random
import threading
import time
import urllib.error
import urllib.request
from itertools import count

import pytest

from serving import ask, served

ROUNDS = int(os.environ.get("CLAIMGRAPH_ROUNDS", "12")) * 5
WRITERS, READERS = 4, 2
TOKEN = "correct-horse"  # noqa: S105 - it opens nothing
PREFIXES = """\
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX e: <http://example.org/>
"""
NAMELESS = """SELECT ?person { GRAPH ?g { ?person a cg:Person }
  FILTER NOT EXISTS { GRAPH ?h { ?person rdfs:label ?label } } }"""
CONFORMS = "ASK { GRAPH graph:validation { ?report sh:conforms true } }"
PERSONS = "SELECT DISTINCT ?person { GRAPH ?g { ?person a cg:Person } }"

GOOD = [
    "INSERT DATA {{ GRAPH e:w{w} {{ e:p{n} a cg:Person ; rdfs:label '{n}'@en }} }}",
    "INSERT DATA {{ GRAPH e:a{w} {{ e:p{n} a cg:Person }} "
    "GRAPH e:b{w} {{ e:p{n} rdfs:label '{n}'@en }} }}",
    "INSERT DATA {{ GRAPH e:w{w} {{ e:p{n} a cg:Person }} }} ; "
    "INSERT DATA {{ GRAPH e:w{w} {{ e:p{n} rdfs:label '{n}'@en }} }}",
]
BAD = [
    "INSERT DATA {{ GRAPH e:w{w} {{ e:p{n} a cg:Person }} }}",
    "INSERT DATA {{ GRAPH e:w{w} {{ e:p{n} a cg:Person ; rdfs:label '{n}' }} }}",
    "INSERT DATA {{ GRAPH e:w{w} {{ e:p{n} a cg:Person ; rdfs:label '{n}'@en ; "
    "cg:noSuch 1 }} }}",
    "DELETE {{ GRAPH e:w{w} {{ ?p rdfs:label ?l }} }} "
    "INSERT {{ GRAPH e:w{w} {{ e:p{n} a cg:Person }} }} "
    "WHERE {{ OPTIONAL {{ GRAPH e:w{w} {{ ?p rdfs:label ?l }} }} }}",
    "INSERT DATA {{ GRAPH e:w{w} {{ e:p{n} a cg:Person ; rdfs:label '{n}'@en }} }} ; "
    "INSERT DATA {{ GRAPH e:w{w} {{ e:q{n} a cg:Person }} }}",
]
NUMBERS = count()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    store = tmp_path_factory.mktemp("guarded") / "store"
    with served("--update-token", TOKEN, "--store", str(store)) as address:
        yield address


def update(address, text):
    headers = {"Authorization": f"Bearer {TOKEN}",
               "Content-Type": "application/sparql-update"}  # fmt: skip
    body = (PREFIXES + text).encode()
    request = urllib.request.Request(f"{address}/update", body, headers)
    for _ in range(20):
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return response.status
        except urllib.error.HTTPError as error:
            with error:
                if error.code != 503:
                    return error.code
            time.sleep(0.5)  # too many at once: as Retry-After asks
    raise AssertionError("The server was busy all the time.")


class Writer(threading.Thread):
    """Writes its share, good and bad by chance."""

    def __init__(self, address, number):
        super().__init__()
        self._address, self._number = address, number
        self.kept, self.refused, self.odd = set(), 0, []

    def run(self):
        chance = random.Random(self._number)
        for _ in range(ROUNDS // WRITERS):
            is_good, number = chance.random() < 0.5, next(NUMBERS)
            text = chance.choice(GOOD if is_good else BAD)
            status = update(self._address, text.format(w=self._number, n=number))
            self.kept |= {f"http://example.org/p{number}"} if status == 204 else set()
            self.refused += status == 422
            if status != (204 if is_good else 422):
                self.odd.append((status, text))


class Reader(threading.Thread):
    """Asks all the time."""

    def __init__(self, address, over):
        super().__init__()
        self._address, self._over = address, over
        self.answers, self.bad = 0, []

    def run(self):
        while not self._over.is_set():
            nameless = ask(self._address, PREFIXES + NAMELESS)["results"]["bindings"]
            if nameless or not ask(self._address, CONFORMS)["boolean"]:
                self.bad.append(nameless)
            self.answers += 1


def test_readers_never_see_what_the_shapes_do_not_pass(address, record_property):
    over = threading.Event()
    writers = [Writer(address, number) for number in range(WRITERS)]
    readers = [Reader(address, over) for _ in range(READERS)]
    begun = time.monotonic()
    for thread in (*writers, *readers):
        thread.start()
    for writer in writers:
        writer.join()
    seconds = time.monotonic() - begun
    over.set()
    for reader in readers:
        reader.join()

    kept = set().union(*(writer.kept for writer in writers))
    refused = sum(writer.refused for writer in writers)
    found = ask(address, PREFIXES + PERSONS)["results"]["bindings"]
    persons = {row["person"]["value"] for row in found}
    there = {each for each in persons if each.startswith("http://example.org/")}
    assert [writer.odd[:1] for writer in writers] == [[]] * WRITERS
    assert [reader.bad[:1] for reader in readers] == [[]] * READERS
    assert all(reader.answers for reader in readers)
    assert there == kept
    assert len(kept) + refused == ROUNDS
    print(f"{ROUNDS} updates in {seconds:.1f} s, {len(kept)} kept, "
          f"{sum(r.answers for r in readers)} looks")  # fmt: skip
