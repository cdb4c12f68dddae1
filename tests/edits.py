"""Random edits of loaded graphs: such as curators make, and such as nobody should."""

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.namespaces import CG, PREFIXES

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_NEW = "http://example.org/new/"


def _cg(name):
    return NamedNode(CG + name)


def subject(quad):
    return quad.subject


def object_(quad):
    return quad.object


class Editor:
    """Edits *graphs* of *store* by *chance*, mostly with what they held at first."""

    def __init__(self, store, graphs, chance):
        self._store = store
        self._graphs = [NamedNode(graph) for graph in graphs]
        self._chance = chance
        self._first = [quad for graph in self._graphs for quad in self._held(graph)]

    def edit(self):
        """Make one edit; tell which it was."""
        graph = self._chance.choice(self._graphs)
        made = self._chance.choice(EDITS)
        removed, added = made(self, graph, self._held(graph))
        for quad in removed:
            self._store.remove(quad)
        self._store.extend(Quad(q.subject, q.predicate, q.object, graph) for q in added)
        return made.__name__

    def _held(self, graph):
        found = self._store.quads_for_pattern(None, None, None, graph)
        return sorted(found, key=str)

    def _one(self, quads, part, *names):
        """The subject or object of one of *quads* with such a predicate, in a list."""
        wanted = {_cg(name) for name in names}
        found = [part(quad) for quad in quads if quad.predicate in wanted]
        return [self._chance.choice(found)] if found else []

    def _new(self):
        return NamedNode(f"{_NEW}{self._chance.randrange(20)}")

    def lose_some(self, graph, held):
        return self._chance.sample(
            held, min(len(held), self._chance.randint(1, 30))
        ), []

    def lose_all_of_a_node(self, graph, held):
        nodes = [self._chance.choice(held).subject] if held else []
        return [q for q in held if {q.subject, q.object} & {*nodes}], []

    def lose_everything(self, graph, held):
        return held, []

    def get_everything_back(self, graph, held):
        return [], [quad for quad in self._first if quad.graph_name == graph]

    def say_another_object(self, graph, held):
        if not held:
            return [], []
        quad = self._chance.choice(held)
        others = [q.object for q in self._first if q.predicate == quad.predicate]
        other = self._chance.choice(others or [quad.object])
        return [quad], [Quad(quad.subject, quad.predicate, other)]

    def say_the_same_elsewhere(self, graph, held):
        node = self._chance.choice(self._first).subject
        return [], [quad for quad in self._first if quad.subject == node]

    def say_it_of_something_new(self, graph, held):
        node, new = self._chance.choice(self._first).subject, self._new()
        found = (quad for quad in self._first if quad.subject == node)
        return [], [Quad(new, quad.predicate, quad.object) for quad in found]

    def relate_claims(self, graph, held):
        name = self._chance.choice(["conveys", "disputes", "supersededBy"])
        near = self._chance.choice([held, self._first])
        ends = zip(
            self._one(held, subject, "holder"),
            self._one(near, subject, "holder"),
            strict=False,
        )
        return [], [Quad(one, _cg(name), other) for one, other in ends]

    def relate_a_claim_to_content(self, graph, held):
        names = ["affirms", "denies", "denies", "describes", "onCondition"]
        near = self._chance.choice([held, self._first])
        ends = zip(
            self._one(held, subject, "holder"),
            self._one(near, object_, *names),
            strict=False,
        )
        return [], [
            Quad(one, _cg(self._chance.choice(names)), other) for one, other in ends
        ]

    def retract(self, graph, held):
        nodes = self._one(
            held, *self._chance.choice([(subject, "holder"), (object_, "inDocument")])
        )
        return [], [Quad(node, _cg("retracted"), Literal(True)) for node in nodes]

    def claim_something_new(self, graph, held):
        saying = self._chance.choice(
            [("realisation", "occurred"), ("partOfEvent", None), ("atPlace", None)]
        )
        ends = (
            self._one(self._first, object_, "subject"),
            self._one(self._first, object_, "subject", "object"),
        )
        new, relation = self._new(), self._chance.choice(["affirms", "denies"])
        return [], [
            *(
                Quad(claim, _cg(relation), new)
                for claim in self._one(held, subject, "holder")
            ),
            *(Quad(new, _cg("subject"), end) for end in ends[0]),
            Quad(new, _cg("predicate"), _cg(saying[0])),
            *(
                Quad(new, _cg("object"), _cg(saying[1]) if saying[1] else end)
                for end in ends[1]
            ),
        ]

    def change_a_kind_or_a_name(self, graph, held):
        predicate = self._chance.choice([_TYPE, _LABEL])
        known = [quad for quad in held if quad.predicate == predicate]
        others = [quad.object for quad in self._first if quad.predicate == predicate]
        named = self._chance.choice(self._first)
        nodes = [n for n in (named.subject, named.object) if isinstance(n, NamedNode)]
        nodes += [quad.subject for quad in known]
        removed = self._chance.sample(
            known, min(len(known), self._chance.randint(0, 1))
        )
        return removed, [
            Quad(self._chance.choice(nodes), predicate, self._chance.choice(others))
        ]

    def say_nonsense(self, graph, held):
        one, two, three = self._chance.choices(self._first, k=3)
        return [], [Quad(one.subject, two.predicate, three.object)]


EDITS = [
    Editor.lose_some,
    Editor.lose_all_of_a_node,
    Editor.lose_everything,
    Editor.get_everything_back,
    Editor.say_another_object,
    Editor.say_another_object,
    Editor.say_the_same_elsewhere,
    Editor.say_it_of_something_new,
    Editor.relate_claims,
    Editor.relate_a_claim_to_content,
    Editor.retract,
    Editor.claim_something_new,
    Editor.change_a_kind_or_a_name,
    Editor.say_nonsense,
]
