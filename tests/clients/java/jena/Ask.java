import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;

/** Asks what standard input says, an address and a file a line, with Apache Jena. */
class Ask {
    public static void main(String[] none) throws IOException {
        Scanner words = new Scanner(System.in);
        while (words.hasNext()) {
            ask(words.next(), words.next());
        }
    }

    static void ask(String endpoint, String file) throws IOException {
        Query query = QueryFactory.create(Files.readString(Path.of(file)));
        boolean isGraph = query.isConstructType();
        Path answer = Path.of(file + (isGraph ? ".nt" : ".srj"));
        try (QueryExecution asked = QueryExecution.service(endpoint).query(query).build();
                OutputStream out = Files.newOutputStream(answer)) {
            if (isGraph) {
                Model graph = asked.execConstruct();
                graph.write(out, "N-TRIPLES");
            } else if (query.isAskType()) {
                ResultSetFormatter.outputAsJSON(out, asked.execAsk());
            } else {
                ResultSetFormatter.outputAsJSON(out, asked.execSelect());
            }
        }
    }
}
