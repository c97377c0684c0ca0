package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs copies of the two launchers with a java and a mvn that only say how they were called. */
class LauncherTest {
    private static final String JAVA = """
            if [ "$1" = -version ]; then echo 'openjdk version "VERSION.0.1"' >&2; exit 0; fi
            echo "OMP=$OMP_NUM_THREADS PWD=$PWD"; printf '%s\\n' "$@"; exit 65
            """;
    private static final String MAVEN = """
            echo built >> mvn-calls
            mkdir -p ops/target/masque/bin ops/target/masque/lib
            cp bin/masque ops/target/masque/bin/masque
            touch ops/target/masque/.built
            """;

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(folder.resolve("with space"));
        Path repository = repository();
        for (String copied : List.of("masque", "bin/masque")) {
            Files.createDirectories(root.resolve(copied).getParent());
            Files.copy(repository.resolve(copied), root.resolve(copied));
        }
        Files.writeString(root.resolve("pom.xml"), "");
        executable("tools/java", JAVA.replace("VERSION", "17"));
        executable("tools/mvn", MAVEN);
    }

    @Test
    void theJvmTakesItsPlaceWithOptionsArgumentsAndExitCode() throws Exception {
        Outcome outcome = run("-Xmx5g -Dx=y", "bin/masque", "train", "two words");

        assertThat(outcome.exit).isEqualTo(65);
        assertThat(outcome.lines)
                .contains("OMP=1 PWD=" + folder, "-Xmx5g", "-Dx=y", "jdk.incubator.vector", "-Dmasque.home=" + root)
                .contains("-XX:+ExitOnOutOfMemoryError", "-XX:+HeapDumpOnOutOfMemoryError")
                .endsWith("org.masque.ops.Masque", "train", "two words");
        assertThat(outcome.lines.indexOf("-Xmx5g")).isGreaterThan(outcome.lines.indexOf("-Xmx2g"));
    }

    @Test
    void anotherJavaIsRefusedWithTheRemedy() throws Exception {
        executable("tools/java", JAVA.replace("VERSION", "11"));
        Outcome outcome = run("", "bin/masque", "--help");

        assertThat(outcome.exit).isEqualTo(78);
        assertThat(String.join("\n", outcome.lines)).contains("needs Java 17").contains("is Java 11");
    }

    @Test
    void theFirstUseBuildsAndTheSecondDoesNot() throws Exception {
        assertThat(run("", "masque").lines).first().asString().startsWith("building Masque (first use");
        assertThat(run("", "masque").lines).first().asString().startsWith("OMP=1");
        assertThat(Files.readAllLines(root.resolve("mvn-calls"))).hasSize(1);
    }

    @Test
    void aNewerSourceIsBuilt() throws Exception {
        run("", "masque");
        Path source =
                Files.createDirectories(root.resolve("model/src/main/java")).resolve("New.java");
        Files.writeString(source, "");
        Files.setLastModifiedTime(
                source,
                FileTime.fromMillis(Files.getLastModifiedTime(root.resolve("ops/target/masque/.built"))
                                .toMillis()
                        + 5000));
        run("", "masque");

        assertThat(Files.readAllLines(root.resolve("mvn-calls"))).hasSize(2);
    }

    @Test
    void aSymbolicLinkFindsItsWayHome() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), root.resolve("bin/masque"));
        Outcome outcome = run("", "../link", "doctor");

        assertThat(outcome.exit).isEqualTo(65);
        assertThat(outcome.lines).contains("-Dmasque.home=" + root);
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLog() throws Exception {
        executable("tools/mvn", "echo 'no such artifact'; exit 1");
        Outcome outcome = run("", "masque");

        assertThat(outcome.exit).isEqualTo(78);
        assertThat(outcome.lines).contains("no such artifact").last().asString().contains("first-use-build.log");
    }

    private record Outcome(int exit, List<String> lines) {}

    private Outcome run(String javaOptions, String launcher, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(root.resolve(launcher).toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("MASQUE_JAVA_OPTS", javaOptions);
        builder.environment().merge("PATH", root.resolve("tools") + ":", (path, tools) -> tools + path);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readAllLines(output));
    }

    private void executable(String name, String body) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    // Maven runs the tests of a module in its folder; an editor may run them in the root.
    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("bin/masque")) ? here : here.resolveSibling("");
    }
}
