import java.util.Map;
import org.eclipse.rdf4j.model.IRI;
import org.eclipse.rdf4j.model.Literal;
import org.eclipse.rdf4j.model.util.Values;
import org.eclipse.rdf4j.model.vocabulary.RDFS;
import org.eclipse.rdf4j.repository.RepositoryConnection;
import org.eclipse.rdf4j.repository.sparql.SPARQLRepository;

/** Writes to a server with RDF4J: by updates, and in a transaction. */
class Write {
    static final IRI GRAPH = Values.iri("http://example.org/rdf4j");
    static final IRI THING = Values.iri("http://example.org/rdf4j#thing");

    public static void main(String[] given) {
        SPARQLRepository server = new SPARQLRepository(given[0] + "/sparql", given[0] + "/update");
        server.setAdditionalHttpHeaders(Map.of("Authorization", "Bearer " + given[1]));
        try (RepositoryConnection connection = server.getConnection()) {
            connection.add(THING, RDFS.LABEL, label("added"), GRAPH);
            connection.begin();
            connection.add(THING, RDFS.LABEL, label("in a transaction"), GRAPH);
            connection.add(THING, RDFS.LABEL, label("and with another"), GRAPH);
            connection.commit();
            connection.prepareUpdate("INSERT DATA { GRAPH <" + GRAPH + "> { <urn:x> <urn:y> 'updated' } }")
                    .execute();
            System.out.println(connection.getStatements(null, null, null, false, GRAPH).stream().count());
            connection.clear(GRAPH);
            System.out.println(connection.hasStatement(null, null, null, false, GRAPH));
            connection.add(THING, RDFS.LABEL, label("stays"));
        } finally {
            server.shutDown();
        }
    }

    static Literal label(String text) {
        return Values.literal(text, "en");
    }
}
