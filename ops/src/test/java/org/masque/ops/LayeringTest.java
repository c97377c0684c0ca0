package org.masque.ops;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the code of all modules to the rules of {@link LayeringRules}. */
class LayeringTest {
    // ArchUnit's own option knows folders of test classes, but not the jar that the model's tests are shared by.
    private static final ImportOption NO_TEST_JARS = location -> !location.contains("-tests.jar");

    private static JavaClasses code;

    @BeforeAll
    static void readTheCode() {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(NO_TEST_JARS)
                .importPackages("org.masque");
    }

    static Set<String> rules() {
        return LayeringRules.all().keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void theCodeKeepsTo(String rule) {
        LayeringRules.named(rule).allowEmptyShould(true).check(code);
    }
}
