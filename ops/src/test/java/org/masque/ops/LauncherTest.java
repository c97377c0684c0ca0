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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs copies of the two launchers with a java and a mvn that only say how they were called. */
class LauncherTest {
    private static final String JAVA = """
            if [ "$1" = -version ]; then echo 'openjdk version "VERSION.0.1"' >&2; exit 0; fi
            case " $* " in *" -XX:ArchiveClassesAtExit="*) ARCHIVE ;; esac
            echo "OMP=$OMP_NUM_THREADS PWD=$PWD"; printf '%s\\n' "$@"; exit 65
            """;
    private static final String MAVEN = """
            echo built >> mvn-calls
            mkdir -p ops/target/masque/bin ops/target/masque/lib
            cp bin/masque bin/share-classes ops/target/masque/bin/
            touch ops/target/masque/.built
            """;

    private static final String ARCHIVED = "echo archive > classes.jsa; exit 0";

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(folder.resolve("with space"));
        Path repository = repository();
        for (String copied : List.of("masque", "bin/masque", "bin/share-classes")) {
            Files.createDirectories(root.resolve(copied).getParent());
            Files.copy(repository.resolve(copied), root.resolve(copied));
        }
        Files.writeString(root.resolve("pom.xml"), "");
        java("17", ARCHIVED);
        executable("tools/mvn", MAVEN);
    }

    @Test
    void theJvmTakesItsPlaceWithOptionsArgumentsAndExitCode() throws Exception {
        Outcome outcome = run("-Xmx5g -Dx=y", "bin/masque", "train", "two words");

        assertThat(outcome.exit).isEqualTo(65);
        assertThat(outcome.lines)
                .contains("OMP=1 PWD=" + folder, "-Xmx5g", "-Dx=y", "java.base/jdk.internal.module=ALL-UNNAMED", "-Dmasque.home=" + root)
                .contains("-XX:+ExitOnOutOfMemoryError", "-XX:+HeapDumpOnOutOfMemoryError")
                .endsWith("org.masque.ops.Masque", "train", "two words");
        assertThat(outcome.lines.indexOf("-Xmx5g")).isGreaterThan(outcome.lines.indexOf("-Xmx2g"));
    }

    @Test
    void jarsComeInOneOrder() throws Exception {
        for (String jar : List.of("b.jar", "B.jar", "a.jar", "none.txt")) {
            Files.createDirectories(root.resolve("lib"));
            Files.writeString(root.resolve("lib").resolve(jar), "");
        }

        assertThat(run("", "bin/masque").lines)
                .contains(root + "/lib/B.jar:" + root + "/lib/a.jar:" + root + "/lib/b.jar");
    }

    @Test
    void anArchiveOfClassesIsUsedWhereThereIsOne() throws Exception {
        assertThat(run("", "bin/masque").lines).noneMatch(line -> line.contains("SharedArchiveFile"));

        Path archive = Files.writeString(root.resolve("classes.jsa"), "archive");
        assertThat(run("", "bin/masque").lines)
                .contains("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds*=off");

        Files.writeString(archive, "");
        assertThat(run("", "bin/masque").lines).noneMatch(line -> line.contains("SharedArchiveFile"));
    }

    @Test
    void anArchiveOfClassesIsMovedIntoPlaceWhole() throws Exception {
        assertThat(run("", "bin/share-classes").exit).isZero();

        assertThat(root.resolve("classes.jsa")).hasContent("archive");
        assertThat(children(root)).containsExactlyInAnyOrder("bin", "classes.jsa", "masque", "pom.xml", "tools");
    }

    @Test
    void anArchiveThatIsNotMadeLeavesTheOldOne() throws Exception {
        Files.writeString(root.resolve("classes.jsa"), "old");
        for (String failure : List.of("echo half > classes.jsa; echo no room; exit 1", "echo no room; exit 0")) {
            java("17", failure);
            Outcome outcome = run("", "bin/share-classes");

            assertThat(outcome.exit).isEqualTo(70);
            assertThat(outcome.lines).contains("no room").last().asString().contains("Masque works without it");
            assertThat(root.resolve("classes.jsa")).hasContent("old");
            assertThat(children(root)).hasSize(5);
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamedWithTheRemedy() throws Exception {
        Files.createSymbolicLink(root.resolve("classes.jsa"), Path.of("/proc/classes.jsa"));
        Outcome outcome = run("", "bin/share-classes");

        assertThat(outcome.exit).isEqualTo(73);
        assertThat(outcome.lines)
                .last()
                .asString()
                .contains("/proc/classes.jsa")
                .contains("set MASQUE_CLASSES");
    }

    @Test
    void anotherJavaIsRefusedWithTheRemedy() throws Exception {
        java("11", ARCHIVED);
        Outcome outcome = run("", "bin/masque", "--help");

        assertThat(outcome.exit).isEqualTo(78);
        assertThat(String.join("\n", outcome.lines)).contains("needs Java 17").contains("is Java 11");
    }

    @Test
    void theFirstUseBuildsAndTheSecondDoesNot() throws Exception {
        List<String> first = run("", "masque").lines;
        assertThat(first.get(0)).startsWith("building Masque (first use");
        assertThat(first.get(1)).startsWith("preparing later starts");
        assertThat(first).anyMatch(line -> line.startsWith("-XX:SharedArchiveFile="));
        assertThat(run("", "masque").lines).first().asString().startsWith("OMP=1");
        assertThat(Files.readAllLines(root.resolve("mvn-calls"))).hasSize(1);
    }

    @Test
    void anArchiveOfClassesThatCannotBeMadeIsTriedOnce() throws Exception {
        java("17", "exit 1");

        assertThat(run("", "masque").lines).anyMatch(line -> line.contains("only makes starts slower"));
        assertThat(run("", "masque").lines).first().asString().startsWith("OMP=1");
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
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "MASQUE_CLASSES"));
        builder.environment().put("MASQUE_JAVA_OPTS", javaOptions);
        builder.environment().merge("PATH", root.resolve("tools") + ":", (path, tools) -> tools + path);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readAllLines(output));
    }

    private void java(String version, String archive) throws IOException {
        executable("tools/java", JAVA.replace("VERSION", version).replace("ARCHIVE", archive));
    }

    private static List<String> children(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(child -> child.getFileName().toString()).toList();
        }
    }

    private void executable(String name, String body) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    // Maven runs the tests of a module in its folder; an editor may run them in the root.
    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("bin/masque")) ? here : here.resolveSibling("");
    }
}
