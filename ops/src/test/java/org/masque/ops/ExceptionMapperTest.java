package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.actors.run.PartsDivergedException;
import org.masque.model.data.BadImageException;
import org.masque.model.data.SkipReason;
import org.masque.model.tensor.NativeMemoryException;
import org.masque.ops.health.PortInUseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ExceptionMapperTest {
    private final StringWriter err = new StringWriter();

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource
    void anExpectedExceptionEndsWithItsCodeAndOneLine(Exception thrown, int code) {
        assertThat(run(thrown)).isEqualTo(code);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("masque: ");
    }

    static Stream<Arguments> anExpectedExceptionEndsWithItsCodeAndOneLine() {
        return Stream.of(
                arguments(new UsageException("--steps 0: at least 1"), 64),
                arguments(new PortInUseException(new InetSocketAddress(9464), new IOException()), 64),
                arguments(new BadImageException("a.jpg", SkipReason.TRUNCATED, "cut in half"), 65),
                arguments(new PartsDivergedException("the loss of parts is not finite at step 3"), 65),
                arguments(new AccessDeniedException("/runs/x"), 73),
                arguments(new ReadOnlyFileSystemException(), 73),
                arguments(new InvalidPathException("/B\u00E4ume", "unmappable"), 78),
                arguments(new IOException("No space left on device"), 74),
                arguments(new NoSuchFileException("/absent"), 74),
                arguments(new NativeMemoryException(1 << 30, new OutOfMemoryError()), 75));
    }

    @Test
    void theCauseDecidesWhenItIsWrapped() {
        Exception wrapped = new IllegalStateException(new UncheckedIOException(new AccessDeniedException("/runs/x")));

        assertThat(run(wrapped)).isEqualTo(73);
        assertThat(err.toString()).contains("/runs/x").contains(System.getProperty("user.name"));
    }

    @Test
    void verboseAddsTheStackTrace() {
        assertThat(run(new IOException("disk full"), "--verbose")).isEqualTo(74);
        assertThat(err.toString()).contains("masque: disk full").contains("\tat org.masque.ops.ExceptionMapperTest");
    }

    @Test
    void aBugAlwaysShowsItsStackTraceAndAsksForARestart() {
        assertThat(run(new IllegalStateException("closed twice"))).isEqualTo(75);
        assertThat(err.toString()).contains("closed twice").contains("\tat org.masque.ops.ExceptionMapperTest");
    }

    private int run(Exception thrown, String... arguments) {
        CommandLine commandLine = Masque.commandLine().addSubcommand("failing", new Failing(thrown));
        // What is set on a command line reaches only the commands that it has by then.
        commandLine.setErr(new PrintWriter(err, true)).setExecutionExceptionHandler(new ExceptionMapper());
        String[] whole =
                Stream.concat(Stream.of("failing"), Stream.of(arguments)).toArray(String[]::new);
        return Masque.execute(commandLine, whole);
    }

    @Command(name = "failing")
    private record Failing(Exception thrown) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw thrown;
        }
    }
}
