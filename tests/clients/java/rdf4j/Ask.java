import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import org.eclipse.rdf4j.query.BooleanQuery;
import org.eclipse.rdf4j.query.GraphQuery;
import org.eclipse.rdf4j.query.Query;
import org.eclipse.rdf4j.query.TupleQuery;
import org.eclipse.rdf4j.query.resultio.sparqljson.SPARQLBooleanJSONWriter;
import org.eclipse.rdf4j.query.resultio.sparqljson.SPARQLResultsJSONWriter;
import org.eclipse.rdf4j.repository.RepositoryConnection;
import org.eclipse.rdf4j.repository.sparql.SPARQLRepository;
import org.eclipse.rdf4j.rio.ntriples.NTriplesWriter;

/** Asks what standard input says, an address and a file a line, with RDF4J. */
class Ask {
    public static void main(String[] none) throws IOException {
        Scanner words = new Scanner(System.in);
        while (words.hasNext()) {
            ask(words.next(), words.next());
        }
    }

    static void ask(String endpoint, String file) throws IOException {
        SPARQLRepository repository = new SPARQLRepository(endpoint);
        try (RepositoryConnection connection = repository.getConnection()) {
            Query query = connection.prepareQuery(Files.readString(Path.of(file)));
            Path answer = Path.of(file + (query instanceof GraphQuery ? ".nt" : ".srj"));
            try (OutputStream out = Files.newOutputStream(answer)) {
                write(query, out);
            }
        } finally {
            repository.shutDown();
        }
    }

    static void write(Query query, OutputStream out) {
        if (query instanceof GraphQuery graph) {
            graph.evaluate(new NTriplesWriter(out));
        } else if (query instanceof TupleQuery table) {
            table.evaluate(new SPARQLResultsJSONWriter(out));
        } else if (query instanceof BooleanQuery truth) {
            new SPARQLBooleanJSONWriter(out).handleBoolean(truth.evaluate());
        }
    }
}
