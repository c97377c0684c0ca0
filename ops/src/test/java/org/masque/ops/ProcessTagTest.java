package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.commons.support.AnnotationSupport.findRepeatableAnnotations;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.masque.ops.cluster.NodeKeys;
import org.openqa.selenium.chrome.ChromeDriver;

/** Holds the tag by which the build knows the tests that it runs again where they fail. */
class ProcessTagTest {
    private static final Set<String> STARTS = Set.of(ProcessBuilder.class.getName(), ChromeDriver.class.getName());

    // These run a program to its end, and wait for nothing that it does meanwhile.
    private static final Set<String> SHORT = Set.of(
            LauncherTest.class.getName(),
            SharedClassesTest.class.getName(),
            NodeKeys.class.getName(),
            "org.masque.ops.metrics.RunMetricsTest",
            "org.masque.ops.deployment.Tool");

    private static JavaClasses tests;

    @BeforeAll
    static void readTheTests() {
        tests = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("org.masque.ops");
    }

    @Test
    void whoStartsAProcessOrABrowserCarriesTheTagAndNobodyElse() {
        Set<String> starting = names(ProcessTagTest::starts);

        assertThat(starting).contains("org.masque.ops.faults.KilledRunTest", "org.masque.ops.page.PageTest");
        assertThat(names(ProcessTagTest::isTagged)).isEqualTo(starting);
    }

    private static Set<String> names(Predicate<JavaClass> which) {
        return tests.stream()
                .filter(test -> test.getSimpleName().endsWith("Test"))
                .filter(which)
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isTagged(JavaClass test) {
        return findRepeatableAnnotations(test.reflect(), Tag.class).stream()
                .anyMatch(tag -> tag.value().equals("process"));
    }

    private static boolean starts(JavaClass test) {
        Set<JavaCodeUnit> seen = new HashSet<>();
        return test.getCodeUnits().stream().anyMatch(code -> starts(code, seen));
    }

    // By itself, or through what it calls in other classes of tests.
    private static boolean starts(JavaCodeUnit code, Set<JavaCodeUnit> seen) {
        if (SHORT.contains(code.getOwner().getName()) || !seen.add(code)) {
            return false;
        }
        return code.getConstructorCallsFromSelf().stream()
                        .anyMatch(call -> STARTS.contains(call.getTargetOwner().getName()))
                || called(code).anyMatch(next -> starts(next, seen));
    }

    private static Stream<JavaCodeUnit> called(JavaCodeUnit code) {
        Stream<JavaCodeUnitAccess<?>> accesses =
                Stream.concat(code.getCallsFromSelf().stream(), code.getCodeUnitReferencesFromSelf().stream());
        return accesses.map(access -> access.getTarget().resolveMember()).flatMap(Optional::stream);
    }
}
