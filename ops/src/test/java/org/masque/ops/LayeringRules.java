package org.masque.ops;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.masque.actors.OwnedMessage;
import org.masque.actors.wire.WireMessage;

/**
 * What may import what, and what nobody may use.
 *
 * <p>{@link LayeringTest} holds the code to these rules; {@link LayeringRulesTest} shows that each of them bites.
 */
final class LayeringRules {
    private static final String[] MODULES = {"config", "masking", "model", "actors", "ops"};

    /** The packages of the model, each with those it may import, as their package-info files say. */
    private static final Map<String, List<String>> MODEL = model();

    private LayeringRules() {}

    private static Map<String, List<String>> model() {
        Map<String, List<String>> allowed = new LinkedHashMap<>();
        allowed.put("tensor", List.of());
        allowed.put("kernels", List.of("tensor", "device"));
        allowed.put("autograd", List.of("tensor", "kernels"));
        allowed.put("nn", List.of("tensor", "kernels", "autograd"));
        allowed.put("vit", List.of("tensor", "kernels", "autograd", "nn"));
        allowed.put("optim", List.of("tensor", "kernels", "vit"));
        allowed.put("objective", List.of("tensor", "kernels", "autograd", "nn", "vit", "optim"));
        allowed.put("data", List.of("tensor"));
        allowed.put("maps", List.of("data", "vit"));
        allowed.put("interop", List.of("tensor", "data", "vit"));
        allowed.put("checkpoint", List.of("tensor", "interop"));
        allowed.put(
                "parts",
                List.of(
                        "tensor",
                        "kernels",
                        "autograd",
                        "nn",
                        "vit",
                        "optim",
                        "objective",
                        "data",
                        "maps",
                        "interop",
                        "checkpoint"));
        allowed.put("picture", List.of());
        allowed.put("score", List.of("tensor", "data", "picture"));
        allowed.put("device", List.of());
        allowed.put(
                "probe",
                List.of("tensor", "kernels", "autograd", "nn", "vit", "optim", "objective", "data", "maps", "interop"));
        allowed.put(
                "numerics",
                List.of("tensor", "kernels", "autograd", "nn", "vit", "optim", "objective", "data", "interop"));
        return allowed;
    }

    /** All rules by name. */
    /** The rule of that name. */
    static ArchRule named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    static Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("modules import to the left only", modulesImportToTheLeftOnly());
        rules.put("packages of the model import as their package-info says", modelPackagesImportAsTheySay());
        rules.put("packages are free of cycles", packagesAreFreeOfCycles());
        rules.put("numeric libraries stay in the model", numericLibrariesStayInTheModel());
        // The HTTP server is Pekko's too.
        rules.put("Pekko stays in actors", onlyIn("org.apache.pekko..", "org.masque.actors..", "org.masque.ops.api.."));
        rules.put("Kryo stays in the wire", onlyIn("com.esotericsoftware..", "org.masque.actors.wire.."));
        rules.put("messages of the wire hold no tensors", messagesOfTheWireHoldNoTensors());
        rules.put("Prometheus stays in ops", onlyIn("io.prometheus..", "org.masque.ops.."));
        // Actors and the HTTP server hand Pekko its configuration; settings of Masque reach them as records.
        rules.put(
                "Typesafe Config stays in config",
                onlyIn("com.typesafe.config..", "org.masque.config..", "org.masque.actors..", "org.masque.ops.api.."));
        rules.put(
                "nobody names the SIMD kernels",
                onlyIn("org.masque.model.kernels.simd..", "org.masque.model.kernels.simd.."));
        rules.put("only the command line and the progress line print", onlyTheTerminalPrints());
        rules.put("nobody sleeps", nobodySleeps());
        rules.put("random numbers come from a seed", randomNumbersComeFromASeed());
        rules.put("durations come from nanoTime", durationsComeFromNanoTime());
        rules.put("logging goes through slf4j", nobodyUsesJavaUtilLogging());
        rules.put("names say what a class is", namesSayWhatAClassIs());
        return rules;
    }

    private static ArchRule modulesImportToTheLeftOnly() {
        LayeredArchitecture layers = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.masque..")
                .withOptionalLayers(true);
        for (String module : MODULES) {
            layers = layers.layer(module).definedBy("org.masque." + module + "..");
        }
        for (int module = 0; module < MODULES.length; module++) {
            String[] left = List.of(MODULES).subList(0, module).toArray(String[]::new);
            layers = reaching(layers.whereLayer(MODULES[module]), left);
        }
        return layers.ensureAllClassesAreContainedInArchitecture();
    }

    private static ArchRule modelPackagesImportAsTheySay() {
        LayeredArchitecture layers = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.masque.model..")
                .withOptionalLayers(true);
        for (String layer : MODEL.keySet()) {
            layers = layers.layer(layer).definedBy("org.masque.model." + layer + "..");
        }
        for (Map.Entry<String, List<String>> layer : MODEL.entrySet()) {
            layers =
                    reaching(layers.whereLayer(layer.getKey()), layer.getValue().toArray(String[]::new));
        }
        // A new package of the model must be entered above.
        return layers.ensureAllClassesAreContainedInArchitectureIgnoring(
                "org.masque.config..",
                "org.masque.masking..",
                "org.masque.model",
                "org.masque.actors..",
                "org.masque.ops..");
    }

    private static LayeredArchitecture reaching(
            LayeredArchitecture.LayerDependencySpecification layer, String[] allowed) {
        return allowed.length == 0 ? layer.mayNotAccessAnyLayer() : layer.mayOnlyAccessLayers(allowed);
    }

    // The root package of ops names the commands, and holds the exit codes that commands use.
    private static ArchRule packagesAreFreeOfCycles() {
        return slices().matching("org.masque.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(resideInAPackage("org.masque.ops"), alwaysTrue());
    }

    private static ArchRule numericLibrariesStayInTheModel() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("org.masque.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");
    }

    private static ArchRule messagesOfTheWireHoldNoTensors() {
        return noClasses()
                .that()
                .areAssignableTo(WireMessage.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.masque.model..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(OwnedMessage.class);
    }

    private static ArchRule onlyIn(String library, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static ArchRule onlyTheTerminalPrints() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("org.masque.ops", "org.masque.ops.command..", "org.masque.ops.progress..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);
    }

    // ArchUnit's own rule of that name looks at fields only.
    private static ArchRule nobodyUsesJavaUtilLogging() {
        return noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");
    }

    private static ArchRule nobodySleeps() {
        return noClasses()
                .should()
                .callMethodWhere(target(owner(type(Thread.class))).and(target(name("sleep"))))
                .orShould()
                .callMethodWhere(target(owner(type(TimeUnit.class))).and(target(name("sleep"))));
    }

    private static ArchRule randomNumbersComeFromASeed() {
        return noClasses()
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SplittableRandom.class)
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callMethod(Collections.class, "shuffle", List.class);
    }

    // A clock that is set would make them long, or negative. The recorder's events have times of one clock of its own.
    private static ArchRule durationsComeFromNanoTime() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("org.masque.ops.trace..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Duration.class, "between", Temporal.class, Temporal.class)
                .orShould()
                .callMethod(ChronoUnit.class, "between", Temporal.class, Temporal.class)
                .orShould()
                .callMethod(Instant.class, "until", Temporal.class, TemporalUnit.class);
    }

    private static ArchRule namesSayWhatAClassIs() {
        return noClasses()
                .should()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper");
    }
}
