import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLOntology;

/** Opens the ontology at an address, as Protégé does, and says what it is. */
class Open {
    public static void main(String[] given) throws Exception {
        OWLOntology opened = OWLManager.createOWLOntologyManager()
                .loadOntologyFromOntologyDocument(IRI.create(given[0]));
        System.out.println(opened.getOntologyID().getOntologyIRI());
        System.out.println(opened.getImportsDeclarations().size());
        System.out.println(opened.getClassesInSignature().size());
    }
}
