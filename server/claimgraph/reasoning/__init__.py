"""What the reasoner says: consistency, empty classes, profiles, explanations."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import owlready2
from pyoxigraph import parse
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib.term import Node

from claimgraph import namespaces, resources
from claimgraph.errors.files import malformed
from claimgraph.errors.reasoners import NoCompiler, NoJava, ReasonerFailed

_NS = f"{namespaces.BASE}ns"
#: Half the time of a run is otherwise spent on compiling what runs once.
_SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_DECLARATIONS = {OWL.ObjectProperty, OWL.DatatypeProperty}
_AXIOMS = {
    RDF.type, RDF.first, RDF.rest,
    RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range,
}  # fmt: skip
_UNREASONED = {
    OWL.imports, OWL.versionIRI, OWL.versionInfo, OWL.priorVersion, OWL.deprecated,
    OWL.backwardCompatibleWith, OWL.incompatibleWith,
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """
    What the reasoner says of a graph.

    *unsatisfiable* names the classes that nothing can be in, *because* gives the
    axioms that contradict each other, *violations* those of each profile checked, and
    *seconds* is the time that HermiT took for the graph.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    because: tuple[str, ...]
    violations: Mapping[str, tuple[str, ...]]
    seconds: float

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        word = "consistent" if self.consistent else "inconsistent"
        yield f"Ontology and data are {word} (HermiT, {self.seconds:.1f} s)."
        yield from (f"  because {axiom}" for axiom in self.because)
        yield f"Classes that nothing can be in: {len(self.unsatisfiable)}."
        yield from (f"  {name}" for name in self.unsatisfiable)
        for profile, found in self.violations.items():
            yield f"Violations of {profile}: {len(found)}."
            yield from (f"  {violation}" for violation in found)

    @property
    def sound(self) -> bool:
        """Whether there is nothing to complain of."""
        return (
            self.consistent
            and not self.unsatisfiable
            and not any(self.violations.values())
        )


def modules() -> list[Path]:
    """The ontology's own files: its modules and schemes, without what is inferred."""
    folder = resources.ontology()
    files = [*folder.glob("*.ttl"), *folder.glob("scheme/*.ttl")]
    return sorted(file for file in files if file.stem != "inferred")


def core() -> list[Path]:
    """The files that keep to OWL 2 RL: all modules except the one for OWL 2 DL."""
    return [file for file in modules() if file.stem != "dl"]


def read(files: Iterable[Path]) -> Graph:
    """Read RDF *files* as one graph; raises MalformedFile with line and column."""
    graph = Graph(bind_namespaces="none")
    for file in files:
        graph.parse(data="".join(_lines(file)), format="nt")
    return graph


def _lines(file: Path) -> Iterator[str]:
    try:
        for quad in parse(path=file, rename_blank_nodes=True):
            yield f"{quad.triple} .\n"
    except SyntaxError as error:
        raise malformed(error, file) from error


def reason(files: Iterable[Path]) -> Verdict:
    """
    Reason over *files*: ontology and data alike.

    Of the profiles, OWL 2 RL is checked for the ontology's core and OWL 2 DL for all
    modules. Raises NoJava, NoCompiler or ReasonerFailed where that cannot be done.
    """
    return reason_in(read(files))


def reason_in(graph: Graph) -> Verdict:
    """Reason over *graph*, and check the ontology's profiles."""
    started = perf_counter()
    unsatisfiable = _unsatisfiable(graph)
    seconds = perf_counter() - started
    because = explain(graph) if unsatisfiable is None else ()
    return Verdict(
        unsatisfiable is not None, unsatisfiable or (), because, profiles(), seconds
    )


def _unsatisfiable(graph: Graph) -> tuple[str, ...] | None:
    """The classes that nothing can be in; None if the graph contradicts itself."""
    with classified(graph) as world:
        if world is None:
            return None
        empty = {found.iri for found in world.inconsistent_classes()}
        return tuple(sorted(empty - {str(OWL.Nothing)}))


@contextmanager
def classified(graph: Graph) -> Iterator[owlready2.World | None]:
    """
    Have HermiT classify *graph* through owlready2.

    Gives owlready2's world with what was inferred, or None if *graph* contradicts
    itself. Raises NoJava and ReasonerFailed.
    """
    owlready2.JAVA_EXE = java()
    text = logical(graph).serialize(format="nt", encoding="utf-8")
    world = owlready2.World()
    try:
        world.get_ontology(f"{_NS}#").load(fileobj=BytesIO(text), format="ntriples")
        owlready2.sync_reasoner_hermit(world, debug=0)
        yield world
    except owlready2.OwlReadyInconsistentOntologyError:
        yield None
    except owlready2.OwlReadyJavaError as error:
        raise ReasonerFailed(_complaint(str(error))) from error
    finally:
        world.close()


def consistent(graph: Graph) -> bool:
    """
    Ask the HermiT that owlready2 ships whether *graph* is consistent, and only that.

    owlready2's own call always classifies as well. That took 14 s of processor time
    for the world of an article, and this takes 2 s.
    """
    home = Path(owlready2.__file__).parent / "hermit"
    with _written(logical(graph), "nt") as file:
        done = _java(
            [home, home / "HermiT.jar"],
            "org.semanticweb.HermiT.cli.CommandLine", "-k", file.as_uri(),
        )  # fmt: skip
    if "is satisfiable" in done.stdout:
        return True
    if "InconsistentOntologyException" in done.stderr:
        return False
    raise ReasonerFailed(_complaint(done.stderr))


def explain(graph: Graph) -> tuple[str, ...]:
    """
    Name axioms of *graph* that contradict each other, as Pellet writes them.

    Pellet's jars alone are used: the loose classes that owlready2 puts before them
    want Java 25.
    """
    home = Path(owlready2.__file__).parent / "pellet"
    with _written(logical(graph), "xml") as file:
        jars = sorted(home.glob("*.jar"))
        done = _java(jars, "pellet.Pellet", "explain", "--inconsistent", str(file))
    if "Explanation" not in done.stdout:
        raise ReasonerFailed(_complaint(done.stderr))
    _, _, found = done.stdout.partition("Explanation(s):")
    lines = (re.sub(r"^\d+\)", "", line.strip()).strip() for line in found.splitlines())
    return tuple(line for line in lines if line)


def profiles() -> dict[str, tuple[str, ...]]:
    """The violations of OWL 2 RL in the core, and of OWL 2 DL in all modules."""
    return {
        "OWL 2 RL": violations(read(core()))["RL"],
        "OWL 2 DL": violations(read(modules()))["DL"],
    }


def violations(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Check *graph*, annotations and all, against the profiles DL and RL."""
    home = Path(owlready2.__file__).parent / "hermit"
    program = resources.code("reasoning/ProfileCheck.java")
    with _written(_one_ontology(graph), "xml") as file:
        done = _java([home / "HermiT.jar"], str(program), str(file))
    reports = re.findall(r"^(\w+) \d+\n((?:  .*\n)*)", done.stdout, re.MULTILINE)
    if "jdk.compiler" in done.stderr:
        raise NoCompiler
    if not reports:
        raise ReasonerFailed(_complaint(done.stderr))
    return {name: tuple(map(str.strip, told.splitlines())) for name, told in reports}


def _one_ontology(graph: Graph) -> Graph:
    """Merge the headers in *graph*, since a document may have only one."""
    merged = Graph(bind_namespaces="none")
    headers = set(graph.subjects(RDF.type, OWL.Ontology))
    for subject, predicate, object_ in graph:
        if predicate not in (OWL.imports, OWL.versionIRI):
            merged.add((_root(subject, headers), predicate, object_))
    return merged


def _root(term: Node, headers: set[Node]) -> Node:
    return URIRef(_NS) if term in headers else term


def logical(graph: Graph) -> Graph:
    """
    Keep of *graph* what a reasoner takes: axioms, and assertions of declared terms.

    Whatever is of a declared class becomes an owl:NamedIndividual, for owlready2 sees
    no others.
    """
    kept = Graph(bind_namespaces="none")
    properties = {s for kind in _DECLARATIONS for s in graph.subjects(RDF.type, kind)}
    for triple in graph:
        if _is_logical(triple, properties):
            kept.add(triple)
    classes = set(kept.subjects(RDF.type, OWL.Class))
    for subject, kind in list(kept.subject_objects(RDF.type)):
        if kind in classes:
            kept.add((subject, RDF.type, OWL.NamedIndividual))
    return kept


def individuals(graph: Graph) -> set[Node]:
    """What *graph* speaks of, apart from classes and properties."""
    return set(logical(graph).subjects(RDF.type, OWL.NamedIndividual))


def _is_logical(triple: tuple[Node, Node, Node], properties: set[Node]) -> bool:
    _, predicate, object_ = triple
    if predicate in _UNREASONED or object_ in (OWL.Ontology, OWL.AnnotationProperty):
        return False
    is_builtin = str(predicate).startswith((str(OWL), str(XSD)))
    return is_builtin or predicate in _AXIOMS or predicate in properties


def java() -> str:
    """Find Java by JAVA_HOME or on the PATH; raises NoJava."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin") if home else None
    found = found or shutil.which("java")
    if not found:
        raise NoJava
    return found


def _java(
    classpath: Iterable[Path], *arguments: str
) -> subprocess.CompletedProcess[str]:
    joined = os.pathsep.join(map(str, classpath))
    command = [java(), *_SHORT_RUN, "-cp", joined, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@contextmanager
def _written(graph: Graph, form: str) -> Iterator[Path]:
    with TemporaryDirectory(prefix="claimgraph-") as folder:
        file = Path(folder) / "graph.owl"
        graph.serialize(file, format=form, encoding="utf-8")
        yield file


def _complaint(text: str) -> str:
    """What Java's output says went wrong, without the trace of where."""
    told, _, _ = text.partition("\n\tat ")
    _, _, exception = told.rpartition('Exception in thread "main" ')
    return " ".join((exception or told).split()) or "it said nothing."
