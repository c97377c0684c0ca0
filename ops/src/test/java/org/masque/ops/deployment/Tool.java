package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The programs that read our files in earnest; a test that needs an absent one is skipped. */
final class Tool {
    private static final long SECONDS = 120;

    private Tool() {}

    /**
     * What a program came to.
     *
     * @param exit its exit code
     * @param output standard output and error together
     */
    record Answer(int exit, String output) {
        Answer mustSucceed() {
            assertThat(exit).as(output).isZero();
            return this;
        }
    }

    /** Skips the test unless the program is installed. */
    static void assumeInstalled(String program) {
        assumeTrue(isInstalled(program), program + " is not installed");
    }

    private static boolean isInstalled(String program) {
        // Debian keeps some, such as logrotate, where only root looks.
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs a program in a folder to its end. */
    static Answer run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tool", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().merge("PATH", File.pathSeparator + "/usr/sbin", String::concat);
            Process process = builder.start();
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", command[0])
                    .isTrue();
            return new Answer(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
