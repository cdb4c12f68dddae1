"""What an update would write is read off its tokens, as the engine reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from claimgraph import updates
from claimgraph.errors.updates import DatasetNamedTwice, OtherGraph, VariableGraph
from claimgraph.validation.documents import Update

E = "http://example.org/"
P = f"PREFIX e: <{E}> "
NAMED = [f"{E}one", f"{E}two"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("INSERT DATA { e:a e:b e:c }", [""]),
        ("INSERT DATA { GRAPH e:g { e:a e:b e:c } }", ["g"]),
        ("INSERT DATA { e:a e:b 1 . GRAPH e:g { e:a e:b e:c } e:d e:e 2 }", ["", "g"]),
        ("DELETE DATA { GRAPH <http://example.org/g> { e:a e:b e:c } }", ["g"]),
        ("DELETE WHERE { GRAPH e:g { ?s ?p ?o } }", ["g"]),
        ("DELETE WHERE { ?s ?p ?o }", [""]),
        ("INSERT { e:a e:b ?c } WHERE { GRAPH e:read { ?a ?b ?c } }", [""]),
        ("WITH e:g DELETE { ?s ?p ?o } INSERT { GRAPH e:h { ?s ?p ?o } } WHERE { ?s ?p ?o }",
         ["g", "h"]),
        ("INSERT { GRAPH e:g { ?s ?p ?o } } USING e:read WHERE { ?s ?p ?o }", ["g"]),
        ("CLEAR DEFAULT", [""]),
        ("CLEAR GRAPH e:g", ["g"]),
        ("DROP SILENT NAMED", ["one", "two"]),
        ("DROP ALL", ["", "one", "two"]),
        ("CREATE GRAPH e:g", ["g"]),
        ("COPY e:read TO e:g", ["g"]),
        ("ADD SILENT DEFAULT TO e:g", ["g"]),
        ("MOVE GRAPH e:g TO DEFAULT", ["g", ""]),
        ("CLEAR GRAPH e:g ; BASE <http://example.org/> CLEAR GRAPH <h>", ["g", "h"]),
        ("INSERT DATA { e:a e:b 'GRAPH e:no { }' } # GRAPH e:neither", [""]),
        ("INSERT DATA { GRAPH <http://example.org/\\u0067> { e:a e:b 1 } }", ["g"]),
    ],
)  # fmt: skip
def test_the_graphs_that_an_update_may_write(text, written):
    expected = {E + name if name else "" for name in written}

    assert updates.written_graphs(P + text, NAMED) == expected


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DELETE WHERE { GRAPH $g { ?s ?p ?o } }",
    ],
)
def test_a_graph_that_is_left_to_a_variable_is_said(text):
    with pytest.raises(VariableGraph, match=r"GRAPH [?$]g"):
        updates.written_graphs(text, NAMED)


READ = [Quad(NamedNode(f"{E}s"), NamedNode(f"{E}p"), NamedNode(E + g), NamedNode(E + g))
        for g in ("one", "two")]  # fmt: skip


@pytest.mark.parametrize(
    ("default", "named", "text", "found"),
    [
        (["one"], [], "INSERT { e:x e:y ?o } WHERE { ?s ?p ?o }", ["one"]),
        (["one", "two"], [], "INSERT { e:x e:y ?o } WHERE { ?s ?p ?o }", ["one", "two"]),
        ([], ["two"], "INSERT { e:x e:y ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", ["two"]),
        (["one"], [], "INSERT { e:x e:y 'where' } WHERE { ?s ?p 1 } ; "
         "INSERT { e:x e:y ?o } WHERE { ?s ?p ?o }", ["one"]),
        ([], [], "INSERT { e:x e:y ?o } WHERE { ?s ?p ?o }", []),
    ],
)  # fmt: skip
def test_a_request_names_the_dataset_of_its_patterns(default, named, text, found):
    store = Store()
    store.extend(READ)
    graphs = ([E + name for name in default], [E + name for name in named])
    store.update(updates.with_dataset(P + text, *graphs))

    objects = {
        quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(f"{E}y"), None)
    }
    assert objects == {E + name for name in found}


def test_the_short_form_of_delete_takes_a_dataset_too():
    store = Store()
    store.extend([*READ, Quad(*READ[0].triple)])
    store.update(updates.with_dataset("DELETE WHERE { ?s ?p ?o }", [f"{E}one"], []))

    assert len(store) == 2


@pytest.mark.parametrize("clause", ["USING <e:g>", "USING NAMED <e:g>"])
def test_a_dataset_named_twice_is_refused(clause):
    text = f"INSERT {{ <e:a> <e:b> ?o }} {clause} WHERE {{ ?s ?p ?o }}"
    with pytest.raises(DatasetNamedTwice):
        updates.with_dataset(text, [f"{E}one"], [])


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { e:a e:b 1 }",
        "INSERT DATA { e:a e:b 1 } ; DELETE { e:a e:b 1 } INSERT { e:a e:b 2 } WHERE {}",
        "CLEAR DEFAULT ; INSERT DATA { e:a e:b 3 }",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_sent_to_a_graph_does_there_what_it_would_do_to_the_default(text):
    there, here = Store(), Store()
    for store, graph in ((there, NamedNode(f"{E}g")), (here, None)):
        quad = Quad(NamedNode(f"{E}o"), NamedNode(f"{E}p"), NamedNode(f"{E}q"))
        store.add(Quad(*quad.triple, graph) if graph else quad)
    here.update(P + text)
    there.update(updates.within(P + text, f"{E}g"))

    assert {quad.triple for quad in there} == {quad.triple for quad in here}
    assert {quad.graph_name for quad in there} <= {NamedNode(f"{E}g")}


def test_an_update_sent_to_a_graph_names_no_other():
    with pytest.raises(OtherGraph):
        updates.within(P + "INSERT DATA { GRAPH e:h { e:a e:b 1 } }", f"{E}g")


GRAPHS = st.sampled_from(["", "one", "two", "three"])


@st.composite
def operations(draw):
    """An update of several operations over few graphs."""

    def block(graph):
        triple = f"<e:{draw(st.integers(0, 3))}> <e:p> <e:{draw(st.integers(0, 3))}>"
        return f"GRAPH e:{graph} {{ {triple} }}" if graph else triple

    def one():
        graph, other = draw(GRAPHS), draw(GRAPHS)
        name = f"GRAPH e:{graph}" if graph else "DEFAULT"
        return draw(st.sampled_from([
            f"INSERT DATA {{ {block(graph)} . {block(other)} }}",
            f"DELETE DATA {{ {block(graph)} }}",
            f"DELETE {{ {block(graph)} }} INSERT {{ {block(other)} }} WHERE {{ {block(graph)} }}",
            f"CLEAR SILENT {name}", f"DROP SILENT {name}",
            f"COPY SILENT {name} TO {f'e:{other}' if other else 'DEFAULT'}",
        ]))  # fmt: skip

    return P + " ; ".join(one() for _ in range(draw(st.integers(1, 4))))


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX : <{E}one/> INSERT DATA {{ :s :p 1 }} ; PREFIX : <{E}two/> INSERT DATA {{ :s :p 2 }}",
        "BASE <{E}one/> PREFIX a: <x#> CLEAR ALL ; BASE <{E}two/> PREFIX b: <x#> "
        "INSERT DATA {{ <s> a:p b:o }} ; INSERT DATA {{ <s> b:p 1 }}",
        "BASE <{E}one/> CLEAR ALL ; BASE <two/> INSERT DATA {{ <s> <p> 1 }} ; "
        "BASE <three/> PREFIX a: <four/> INSERT DATA {{ <s> a:p 1 }} ; INSERT DATA {{ a:p <p> 1 }}",
        "INSERT DATA {{ e:s e:p '; PREFIX e: <no>' }} ; # PREFIX e: <no>\n PREFIX f: <{E}> "
        "INSERT {{ ?s f:p ?o }} WHERE {{ ?s e:p ?o }}",
        "PREFIX e: <{E}old/> PREFIX e: <{E}new/> CLEAR ALL ; PREFIX x: <{E}> INSERT DATA {{ e:s x:p 1 }}",
    ],
)  # fmt: skip
def test_parts_of_an_update_do_what_its_parts_in_place_would_do(text):
    text = P + text.format(E=E)
    parts = updates.separated(text)
    short, whole = Store(), Store()
    for part in parts:
        short.update(part.written(text))
        whole.update(part.in_place(text))

    assert len(parts) > 1
    assert len(short) > 0
    assert by_graph(short) == by_graph(whole)


@pytest.mark.parametrize(
    "operation",
    [
        "PREFIX e{n}: <http://example.org/{n}/> INSERT DATA {{ e{n}:s e{n}:p {n} }}",
        "BASE <http://example.org/{n}/> INSERT DATA {{ GRAPH <g> {{ <s> <p> {n} }} }}",
    ],
)
def test_an_operation_is_not_given_what_others_declare(operation):
    """So that twice as many operations are twice as much to read."""

    def work(count):
        text = ";".join(operation.format(n=n) for n in range(100, 100 + count))
        parts = updates.separated(text)
        read = sum(len(each.prologue) for each in updates.operations(text))
        return len(parts), read + sum(len(part.written(text)) for part in parts)

    assert work(40) == tuple(10 * each for each in work(4))


def test_a_place_in_a_part_is_its_place_in_the_whole():
    text = "CLEAR ALL ;\nPREFIX a: <a:> CLEAR DEFAULT ;\n PREFIX b: <b:> INSERT DATA { a: b: }"
    with pytest.raises(SyntaxError, match=" at 3:"):
        Store().update(updates.separated(text)[-1].in_place(text))


@given(operations(), operations())
def test_no_graph_changes_that_was_not_read_off(before, text):
    store = Store()
    store.update(before)
    was = by_graph(store)
    written = updates.written_graphs(text, [g for g in was if g])
    store.update(text)
    now = by_graph(store)

    changed = {g for g in was | now if was.get(g, set()) != now.get(g, set())}
    assert changed <= written


def by_graph(store):
    found = {}
    for quad in store:
        found.setdefault(getattr(quad.graph_name, "value", ""), set()).add(quad.triple)
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INSERT DATA { <e:a> a <e:b> }", "<e:a> a <e:b> ."),
        ("INSERT DATA{<e:a> a <e:b>.}", "<e:a> a <e:b>."),
        ("INSERT DATA { <e:a> a <e:b> GRAPH <e:g> { } . <e:a> a <e:c> }",
         "<e:a> a <e:b> . <e:g> { } <e:a> a <e:c> ."),
        ("INSERT DATA { <e:a> <e:b> 1 {| <e:c> '}' |} GRAPH<e:g>{<e:a> <e:b> 1.}}",
         "<e:a> <e:b> 1 {| <e:c> '}' |} . <e:g>{<e:a> <e:b> 1.}"),
        ("INSERT DATA { <e:a> a <e:b> # } graph\n }", "<e:a> a <e:b> # } graph\n ."),
        ("DELETE DATA { <e:a> a <e:b> } ; INSERT DATA { }", ""),
        ("WITH <e:g> DELETE { ?s ?p 1 } INSERT { $s ?p 2 } USING <e:h> WHERE { ?s ?p 3 }",
         "$s ?p 2 ."),
        ("insert{}where{ { ?s ?p 1 } filter exists { ?s ?p 2 } }", ""),
        ("PREFIX insert: <e:> INSERT DATA { insert:a a insert:b } ; BASE <f:> CLEAR ALL",
         "PREFIX insert: <e:> insert:a a insert:b . BASE <f:>"),
        ("DROP SILENT GRAPH <e:insert> ; LOAD <e:a> INTO GRAPH <e:data>", ""),
    ],
)  # fmt: skip
def test_what_an_update_inserts_is_trig_that_stands_where_it_stood(text, found):
    trig = updates.inserted(text)

    assert trig.split() == found.split()
    assert len(trig) == len(text)
    assert all(now in (was, " ", ".") for now, was in zip(trig, text, strict=True))


def test_a_name_may_stand_for_the_variables_of_what_an_update_inserts():
    text = "INSERT { GRAPH ?g { ?s a '?o' } ?s?p$o } WHERE { ?s ?p $o }"

    found = " ".join(updates.inserted(text, "<e:v>").split())
    assert found == "<e:v> { <e:v> a '?o' } <e:v><e:v><e:v> ."


PIECES = ["INSERT", "DATA", "{", "}", "GRAPH", "WHERE", "PREFIX", "BASE", "e:", "<e:>", ".",
          ";", "?s", "'", '"""', "(", ")", "[", "]", "{|", "|}", "<<", ">>", "1", "a", "#", "\n",
          "\\", "_:a", "@en", "^^", "~"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_nothing_in_an_update_keeps_its_places_from_being_looked_for(text):
    sent = Update(f"INSERT DATA {{ <e:a> a <e:b> . {text}")

    assert list(sent.places())
    assert list(sent.quads())


@pytest.mark.parametrize(
    "again",
    ["INSERT DATA { ", "INSERT { } ", "{ ", "} ", "GRAPH <e:g> { ", "PREFIX ", ";", "?s ",
     ". ", "<e:a> ", "( ", "[ ", "{| ", "# ", "' "],
)  # fmt: skip
def test_an_update_is_read_once_whatever_is_in_it(again):
    sent = Update("INSERT DATA { <e:a> a <e:b> . " + again * 30_000)

    assert list(sent.places())
    assert list(sent.quads())
