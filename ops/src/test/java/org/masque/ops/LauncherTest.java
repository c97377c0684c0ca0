package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
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
            rm -rf ops/target/masque
            mkdir -p ops/target/masque/bin ops/target/masque/lib
            cp bin/masque bin/share-classes ops/target/masque/bin/
            echo jar > ops/target/masque/lib/a.jar
            END
            """;

    private static final String ARCHIVED = "echo archive > classes.jsa; exit 0";

    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(folder.resolve("with space"));
        Path repository = repository();
        for (String copied : List.of("masque", "bin/masque", "bin/share-classes", "build-tools/source-hash")) {
            Files.createDirectories(root.resolve(copied).getParent());
            Files.copy(repository.resolve(copied), root.resolve(copied));
        }
        Files.writeString(root.resolve("pom.xml"), "");
        java("17", ARCHIVED);
        maven(":");
    }

    @Test
    void theJvmTakesItsPlaceWithOptionsArgumentsAndExitCode() throws Exception {
        Outcome outcome = run("-Xmx5g -Dx=y", "bin/masque", "train", "two words");

        assertThat(outcome.exit).isEqualTo(65);
        assertThat(outcome.lines)
                .contains(
                        "OMP=1 PWD=" + folder,
                        "-Xmx5g",
                        "-Dx=y",
                        "java.base/jdk.internal.module=ALL-UNNAMED",
                        "-Dmasque.conf=" + root + "/conf")
                .contains("-Dmasque.command=" + root + "/bin/masque")
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

    /** The launcher empties the folder of classes before it builds again: what is only put there once is lost. */
    @Test
    void theBuildPutsNothingAmongTheClassesThatASecondBuildWouldMiss() throws Exception {
        assertThat(Files.readString(repository().resolve("masque"))).contains("rm -rf \"$root\"/*/target/classes");
        assertThat(Files.readString(repository().resolve("ops/pom.xml")))
                .doesNotContain("<outputDirectory>${project.build.outputDirectory}");
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
        assertThat(children(root))
                .containsExactlyInAnyOrder("bin", "build-tools", "classes.jsa", "masque", "pom.xml", "tools");
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
            assertThat(children(root)).hasSize(6);
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
    void aSourceWithOtherContentIsBuiltHoweverOldItIs() throws Exception {
        Path source =
                Files.createDirectories(root.resolve("model/src/main/java")).resolve("Changed.java");
        Files.writeString(source, "before");
        run("", "masque");
        Files.writeString(source, "after!");
        Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        assertThat(run("", "masque").lines).first().asString().startsWith("building Masque again");
        assertThat(builds()).isEqualTo(2);

        Files.delete(source);
        run("", "masque");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void aClassOfAnEarlierSourceIsNotTakenForThatOfALaterOne() throws Exception {
        Path stale =
                Files.createDirectories(root.resolve("model/target/classes")).resolve("Stale.class");
        Files.writeString(stale, "");
        run("", "masque");
        assertThat(stale).doesNotExist();
    }

    @Test
    void timesCopiesAndWhatIsNoSourceAreNotBuilt() throws Exception {
        Path source =
                Files.createDirectories(root.resolve("model/src/main/java")).resolve("Same.java");
        Files.writeString(source, "");
        run("", "masque");
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2999-01-01T00:00:00Z")));
        Files.writeString(Files.createDirectories(root.resolve(".git")).resolve("index"), "changed");
        Files.writeString(source.resolveSibling(".Same.java.swp"), "an editor's");
        assertThat(run("", "masque").lines).first().asString().startsWith("OMP=1");

        Path copy = folder.resolve("copy");
        assertThat(new ProcessBuilder("cp", "-r", root.toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();
        root = copy;
        assertThat(run("", "masque").lines).noneMatch(line -> line.startsWith("building"));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void anArchiveOfClassesForOtherJarsIsMadeAnew() throws Exception {
        run("", "masque");
        Path jar = root.resolve("ops/target/masque/lib/a.jar");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

        assertThat(run("", "masque").lines).first().asString().startsWith("preparing later starts");
        assertThat(run("", "masque").lines).first().asString().startsWith("OMP=1");
    }

    @Test
    void anEditedRecipeIsReadWhereItIsWithoutABuild() throws Exception {
        run("", "masque");
        Path recipes = Files.createDirectories(root.resolve("config/src/main/resources/recipes"));
        Files.writeString(recipes.resolve("quickstart.conf"), "edited");
        Files.createDirectories(root.resolve("conf"));
        Files.createSymbolicLink(root.resolve("conf/recipes"), recipes);
        Outcome outcome = run("", "masque");

        assertThat(builds()).isEqualTo(1);
        assertThat(outcome.lines)
                .contains(
                        "-Dmasque.conf=" + root + "/conf", "-Dlogback.configurationFile=" + root + "/conf/logback.xml")
                .contains("-Dmasque.command=" + root + "/masque");
    }

    @Test
    void aBuildThatWasBrokenOffDoesNotCount() throws Exception {
        maven("kill -9 $PPID");
        assertThat(run("", "masque").exit).isNotZero();
        maven(":");
        assertThat(run("", "masque").exit).isEqualTo(65);
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void ofTwoStartsAtTheSameTimeOneBuilds() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", root.resolve("gate").toString())
                        .start()
                        .waitFor())
                .isZero();
        maven("read -r go < gate");
        Process builder = start("", "first", "masque");
        await().atMost(1, TimeUnit.MINUTES).until(() -> Files.exists(root.resolve("mvn-calls")));
        Process waiting = start("", "second", "masque");
        await().atMost(1, TimeUnit.MINUTES)
                .until(() -> Files.readString(folder.resolve("second")).contains("waiting for another start"));
        Files.writeString(root.resolve("gate"), "go\n");

        assertThat(outcome(builder, "first").exit).isEqualTo(65);
        assertThat(outcome(waiting, "second").lines)
                .noneMatch(line -> line.startsWith("building") || line.startsWith("preparing"))
                .contains("OMP=1 PWD=" + folder);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aSymbolicLinkFindsItsWayHome() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), root.resolve("bin/masque"));
        Outcome outcome = run("", "../link", "doctor");

        assertThat(outcome.exit).isEqualTo(65);
        assertThat(outcome.lines).contains("-Dmasque.conf=" + root + "/conf");
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
        return outcome(start(javaOptions, "output", launcher, arguments), "output");
    }

    private Process start(String javaOptions, String output, String launcher, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(root.resolve(launcher).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("JAVA_HOME", "MASQUE_CLASSES", "MASQUE_CONF", "MASQUE_COMMAND"));
        builder.environment().put("MASQUE_JAVA_OPTS", javaOptions);
        builder.environment().merge("PATH", root.resolve("tools") + ":", (path, tools) -> tools + path);
        return builder.start();
    }

    private Outcome outcome(Process process, String output) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readAllLines(folder.resolve(output)));
    }

    private long builds() throws IOException {
        return Files.readAllLines(root.resolve("mvn-calls")).size();
    }

    private void maven(String end) throws IOException {
        executable("tools/mvn", MAVEN.replace("END", end));
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
