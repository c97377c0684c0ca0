package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.masking.wrong.EverythingHelper;
import org.masque.model.kernels.simd.wrong.HiddenKernel;
import org.masque.model.tensor.wrong.UpwardTensor;

/** Shows that each rule of {@link LayeringRules} sees the class that breaks it. */
class LayeringRulesTest {
    private static final String HELPER = EverythingHelper.class.getName();
    private static final String UPWARD = UpwardTensor.class.getName();

    /** A line that the report of each rule must hold: who does what. */
    private static final Map<String, String> CAUGHT = Map.ofEntries(
            Map.entry("modules import to the left only", "<" + HELPER + ".upward"),
            Map.entry("packages of the model import as their package-info says", "<" + UPWARD + ".kernel"),
            Map.entry("packages are free of cycles", "Cycle detected"),
            Map.entry("numeric libraries stay in the model", "org.nd4j"),
            Map.entry("Pekko stays in actors", "org.apache.pekko"),
            Map.entry("Kryo stays in the wire", "com.esotericsoftware"),
            Map.entry("messages of the wire hold no tensors", UPWARD),
            Map.entry("Prometheus stays in ops", "io.prometheus"),
            Map.entry("Typesafe Config stays in config", "com.typesafe.config"),
            Map.entry("nobody names the SIMD kernels", HiddenKernel.class.getName()),
            Map.entry("only the command line and the progress line print", "java.lang.System.out"),
            Map.entry("nobody sleeps", "java.lang.Thread.sleep"),
            Map.entry("random numbers come from a seed", "java.util.Random.<init>()"),
            Map.entry("durations come from nanoTime", "java.time.Duration.between"),
            Map.entry("logging goes through slf4j", "java.util.logging"),
            Map.entry("names say what a class is", "EverythingHelper"));

    private static JavaClasses broken;

    @BeforeAll
    static void readTheBrokenCode() {
        broken = new ClassFileImporter().importClasses(EverythingHelper.class, UpwardTensor.class, HiddenKernel.class);
    }

    static Set<String> rules() {
        return LayeringRules.all().keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theRuleCatchesItsBreaker(String rule) {
        assertThat(LayeringRules.named(rule).evaluate(broken).getFailureReport().getDetails())
                .anySatisfy(line -> assertThat(line).contains(CAUGHT.get(rule)));
    }

    @Test
    void everyRuleHasABreaker() {
        assertThat(CAUGHT.keySet()).isEqualTo(LayeringRules.all().keySet());
    }
}
