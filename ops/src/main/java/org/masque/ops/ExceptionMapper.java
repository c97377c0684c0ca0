package org.masque.ops;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.masque.actors.run.PartsDivergedException;
import org.masque.config.ConfigException;
import org.masque.config.KeyReference;
import org.masque.config.Problem;
import org.masque.model.checkpoint.NoValidCheckpointException;
import org.masque.model.checkpoint.PreflightException;
import org.masque.model.checkpoint.RunLockedException;
import org.masque.model.data.BadImageException;
import org.masque.model.data.DataException;
import org.masque.model.interop.SafetensorsException;
import org.masque.model.parts.OtherPartsException;
import org.masque.model.tensor.NativeMemoryException;
import org.masque.ops.control.RefusedException;
import org.masque.ops.health.PortInUseException;
import org.masque.ops.run.ChangedRecipeException;
import org.masque.ops.run.NotEnoughMemoryException;
import org.masque.ops.run.UnavailableKernelsException;
import org.masque.ops.run.UnfinishedProofException;
import org.masque.ops.run.UnusableNetworkException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command throws into an exit code and one message.
 *
 * <p>Expected trouble, listed here, gets its message alone, and its stack trace with {@code --verbose}. Anything else
 * is a bug or a broken engine: its stack trace is always printed, and the exit code asks for a restart.
 */
public final class ExceptionMapper implements IExecutionExceptionHandler {
    // The nearest class wins, so that AccessDeniedException is not taken for any IOException.
    private static final Map<Class<? extends Throwable>, ExitCode> EXPECTED = Map.ofEntries(
            Map.entry(ConfigException.class, ExitCode.CONFIG),
            Map.entry(ChangedRecipeException.class, ExitCode.CONFIG),
            Map.entry(OtherPartsException.class, ExitCode.CONFIG),
            Map.entry(UnavailableKernelsException.class, ExitCode.CONFIG),
            Map.entry(NotEnoughMemoryException.class, ExitCode.CONFIG),
            Map.entry(InvalidPathException.class, ExitCode.CONFIG),
            Map.entry(UsageException.class, ExitCode.USAGE),
            Map.entry(RefusedException.class, ExitCode.USAGE),
            Map.entry(PortInUseException.class, ExitCode.USAGE),
            Map.entry(RunLockedException.class, ExitCode.USAGE),
            Map.entry(DataException.class, ExitCode.BAD_DATA),
            Map.entry(BadImageException.class, ExitCode.BAD_DATA),
            Map.entry(SafetensorsException.class, ExitCode.BAD_DATA),
            Map.entry(UnusableNetworkException.class, ExitCode.BAD_DATA),
            Map.entry(PartsDivergedException.class, ExitCode.BAD_DATA),
            Map.entry(NoValidCheckpointException.class, ExitCode.BAD_DATA),
            Map.entry(PreflightException.class, ExitCode.CANNOT_CREATE),
            Map.entry(AccessDeniedException.class, ExitCode.CANNOT_CREATE),
            Map.entry(ReadOnlyFileSystemException.class, ExitCode.CANNOT_CREATE),
            Map.entry(IOException.class, ExitCode.IO),
            Map.entry(UnfinishedProofException.class, ExitCode.RESTART),
            Map.entry(NativeMemoryException.class, ExitCode.RESTART));

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, ParseResult parsed) {
        Throwable expected = expectedIn(exception);
        PrintWriter err = commandLine.getErr();
        err.println("masque: " + describe(expected == null ? exception : expected));
        if (expected instanceof ConfigException wrong) {
            wrong.problems().stream()
                    .map(Problem::key)
                    .filter(KeyReference::isKey)
                    .findFirst()
                    .ifPresent(key -> err.println("What a key means: masque explain " + key));
        }
        if (expected == null || Masque.isVerbose(commandLine)) {
            exception.printStackTrace(err);
        }
        err.flush();
        return exitCodeOf(exception).number();
    }

    /** The exit code for what was thrown, or for the nearest of its causes that is expected. */
    public static ExitCode exitCodeOf(Throwable thrown) {
        Throwable expected = expectedIn(thrown);
        ExitCode code = expected == null ? null : ruleFor(expected);
        return code == null ? ExitCode.RESTART : code;
    }

    private static @Nullable Throwable expectedIn(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (ruleFor(each) != null) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable ExitCode ruleFor(Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            ExitCode code = EXPECTED.get(type);
            if (code != null) {
                return code;
            }
        }
        return null;
    }

    // The message of a FileSystemException is often a path and nothing else.
    private static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        if (thrown instanceof NoSuchFileException) {
            return "no such file: " + message;
        }
        if (thrown instanceof AccessDeniedException) {
            return "user " + System.getProperty("user.name") + " may not read or write " + message;
        }
        if (thrown instanceof InvalidPathException) {
            return "no path that this machine can open: " + message
                    + "; with letters beyond ASCII start Java under a locale of UTF-8 (LC_ALL=C.UTF-8)";
        }
        boolean speaksForItself = ruleFor(thrown) != null && !(thrown instanceof FileSystemException);
        return message != null && speaksForItself ? message : thrown.toString();
    }
}
