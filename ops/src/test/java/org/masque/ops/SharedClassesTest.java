package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes and uses archives of classes with this Java and the real launcher, for a program of one class. */
class SharedClassesTest {
    private static final String MAIN = "org/masque/ops/Masque";
    private static final String PROGRAM = """
            package org.masque.ops;
            public final class Masque {
                public static void main(String[] arguments) { System.out.println("hello"); }
            }
            """;

    @TempDir
    Path folder;

    private Path root;
    private Path jar;
    private int packedCount;

    @BeforeEach
    void layOut() throws Exception {
        root = Files.createDirectories(folder.resolve("program"));
        Path repository = LauncherTest.repository();
        for (String copied : List.of("bin/masque", "bin/share-classes", "conf/logback.xml")) {
            Files.createDirectories(root.resolve(copied).getParent());
            Files.copy(repository.resolve(copied), root.resolve(copied));
        }
        jar = compile(Files.createDirectories(root.resolve("lib")).resolve("program.jar"));
        assertThat(start("bin/share-classes").lines).isEmpty();
    }

    private Path compile(Path file) throws IOException {
        Path source = folder.resolve("Masque.java");
        Files.writeString(source, PROGRAM);
        int result = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests need a JDK")
                .run(null, null, null, "-d", folder.toString(), source.toString());
        assertThat(result).isZero();
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream program = new JarOutputStream(out)) {
            program.putNextEntry(new ZipEntry(MAIN + ".class"));
            program.write(Files.readAllBytes(folder.resolve(MAIN + ".class")));
        }
        return file;
    }

    @Test
    void classesComeFromTheArchive() throws Exception {
        assertSilent();
        assertThat(sharesClasses()).isTrue();
    }

    @Test
    void anArchiveForOtherJarsIsIgnoredWithoutAWord() throws Exception {
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        assertSilent();
        assertThat(sharesClasses()).isFalse();
    }

    @Test
    void aDistributionThatWasMovedIgnoresItsArchiveWithoutAWord() throws Exception {
        root = Files.move(root, folder.resolve("moved"));
        assertSilent();
        assertThat(sharesClasses()).isFalse();

        assertThat(start("bin/share-classes").exit).isZero();
        assertThat(sharesClasses()).isTrue();
    }

    @Test
    void whatIsNoArchiveIsIgnoredWithoutAWord() throws Exception {
        byte[] noise = new byte[1 << 20];
        new SplittableRandom(1).nextBytes(noise);
        Files.write(root.resolve("classes.jsa"), noise);
        assertSilent();
    }

    /** What a library does can crash the JVM that archives classes: lambdas of an interface compiled for Java 5 did. */
    @Test
    void classesOfTheWholeCommandLineCanBeArchived() throws Exception {
        StringBuilder classPath = new StringBuilder();
        // The JVM archives classes of jars only.
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path entry = Path.of(each);
            classPath.append(Files.isDirectory(entry) ? packed(entry) : entry).append(File.pathSeparator);
        }
        Path archive = folder.resolve("whole.jsa");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:ArchiveClassesAtExit=" + archive,
                        "-cp",
                        classPath.toString(),
                        "org.masque.ops.Masque",
                        "explain",
                        "run.epochs")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isZero();
        assertThat(archive).isNotEmptyFile();
    }

    private Path packed(Path classes) {
        Path file = folder.resolve("packed-" + packedCount++ + ".jar");
        int result = java.util.spi.ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "cfM0", file.toString(), "-C", classes.toString(), ".");
        assertThat(result).isZero();
        return file;
    }

    private void assertSilent() throws Exception {
        Started started = start("bin/masque", "anything");
        assertThat(started.exit).isZero();
        assertThat(started.lines).containsExactly("hello");
    }

    private boolean sharesClasses() throws Exception {
        return start("-Xlog:class+load", "bin/masque").lines.stream()
                .anyMatch(line -> line.contains("org.masque.ops.Masque source: shared objects file (top)"));
    }

    private record Started(int exit, List<String> lines) {}

    // An option of the JVM may come before the launcher's name.
    private Started start(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(words));
        String options = command.get(0).startsWith("-X") ? command.remove(0) : "";
        command.set(0, root.resolve(command.get(0)).toString());
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("MASQUE_CLASSES");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MASQUE_JAVA_OPTS", options);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Started(process.exitValue(), Files.readAllLines(output));
    }
}
