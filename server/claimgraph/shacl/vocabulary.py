"""The terms of SHACL and RDF that shapes are read by."""

from pyoxigraph import NamedNode

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SHACL = "http://www.w3.org/ns/shacl#"


def sh(name: str) -> NamedNode:
    """
    The term of SHACL called *name*.

    >>> sh("path").value
    'http://www.w3.org/ns/shacl#path'
    """
    return NamedNode(SHACL + name)


TYPE = NamedNode(RDF + "type")
FIRST = NamedNode(RDF + "first")
REST = NamedNode(RDF + "rest")
NIL = NamedNode(RDF + "nil")
SUBCLASS_OF = NamedNode(RDFS + "subClassOf")
#: A shape that is one of these is about its own instances (section 2.1.3.3).
CLASSES = (NamedNode(RDFS + "Class"), NamedNode(OWL + "Class"))
