import org.apache.jena.http.auth.AuthEnv;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdfconnection.RDFConnection;
import org.apache.jena.rdfconnection.RDFConnectionRemote;
import org.apache.jena.vocabulary.RDFS;

/** Writes to a server with Apache Jena: by updates, whole graphs, and more of one. */
class Write {
    static final String GRAPH = "http://example.org/jena";

    public static void main(String[] given) {
        String address = given[0];
        AuthEnv.get().setBearerToken(address + "/update", given[1]);
        AuthEnv.get().setBearerToken(address + "/graphs", given[1]);
        try (RDFConnection server = RDFConnectionRemote.newBuilder()
                .destination(address)
                .queryEndpoint("sparql").updateEndpoint("update").gspEndpoint("graphs")
                .build()) {
            server.put(GRAPH, labelled("put"));
            server.load(GRAPH, labelled("posted"));
            server.update("INSERT DATA { GRAPH <" + GRAPH + "> { <urn:x> <urn:y> 'updated' } }");
            System.out.println(server.fetch(GRAPH).size());
            server.delete(GRAPH);
            System.out.println(server.queryAsk("ASK { GRAPH <" + GRAPH + "> { ?s ?p ?o } }"));
            server.load(labelled("stays"));
        }
    }

    static Model labelled(String label) {
        Model made = ModelFactory.createDefaultModel();
        Resource jena = made.createResource("http://example.org/jena#thing");
        made.add(jena, RDFS.label, label, "en");
        return made;
    }
}
