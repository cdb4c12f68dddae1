import java.io.File;
import java.util.List;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/**
 * Says whether an ontology file keeps to the OWL 2 DL and OWL 2 RL profiles.
 *
 * <p>Prints a line for each profile, its short name, the number of violations and then the
 * violations themselves, indented. Runs on the OWL API that owlready2 ships inside HermiT.jar:
 * {@code java -cp HermiT.jar ProfileCheck.java merged.owl}.
 */
public class ProfileCheck {
  private record Named(String name, OWLProfile profile) {}

  private static final List<Named> PROFILES =
      List.of(new Named("DL", new OWL2DLProfile()), new Named("RL", new OWL2RLProfile()));

  public static void main(String[] arguments) throws Exception {
    File file = new File(arguments[0]);
    OWLOntology ontology =
        OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(file);
    for (Named named : PROFILES) {
      OWLProfileReport report = named.profile().checkOntology(ontology);
      System.out.println(named.name() + " " + report.getViolations().size());
      for (OWLProfileViolation violation : report.getViolations()) {
        System.out.println("  " + violation);
      }
    }
  }
}
