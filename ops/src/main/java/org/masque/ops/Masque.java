package org.masque.ops;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.masque.ops.command.BenchCommand;
import org.masque.ops.command.CheckCommand;
import org.masque.ops.command.CheckpointCommand;
import org.masque.ops.command.CompareCommand;
import org.masque.ops.command.DoctorCommand;
import org.masque.ops.command.ExplainCommand;
import org.masque.ops.command.ExportCommand;
import org.masque.ops.command.FineTuneCommand;
import org.masque.ops.command.ImportCommand;
import org.masque.ops.command.ListCommand;
import org.masque.ops.command.LogsCommand;
import org.masque.ops.command.MasksCommand;
import org.masque.ops.command.NumberArgument;
import org.masque.ops.command.NumericsCommand;
import org.masque.ops.command.PartsCommand;
import org.masque.ops.command.PathArgument;
import org.masque.ops.command.PauseCommand;
import org.masque.ops.command.ProbeCommand;
import org.masque.ops.command.QuickstartCommand;
import org.masque.ops.command.ResumeCommand;
import org.masque.ops.command.ScanCommand;
import org.masque.ops.command.ServeCommand;
import org.masque.ops.command.StopCommand;
import org.masque.ops.command.SubmitCommand;
import org.masque.ops.command.TrainCommand;
import org.masque.ops.command.VerifyResumeCommand;
import org.masque.ops.command.WatchCommand;
import org.masque.ops.logging.LogFormat;
import org.masque.ops.progress.TerminalLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line: {@code masque COMMAND}, one class a command in {@code org.masque.ops.command}.
 *
 * <p>Loads no numeric library before a command asks for it, so that {@code --help} answers at once.
 */
@Command(
        name = "masque",
        description = "Trains vision transformers on unlabelled images by masked image modelling.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        exitCodeOnInvalidInput = 64,
        subcommands = {
            QuickstartCommand.class,
            TrainCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            ScanCommand.class,
            ServeCommand.class,
            SubmitCommand.class,
            ListCommand.class,
            WatchCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            CheckpointCommand.class,
            StopCommand.class,
            LogsCommand.class,
            ProbeCommand.class,
            FineTuneCommand.class,
            MasksCommand.class,
            PartsCommand.class,
            CompareCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            NumericsCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            VerifyResumeCommand.class
        })
public final class Masque implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
    private boolean verbose;

    @Option(
            names = "--log-format",
            scope = ScopeType.INHERIT,
            paramLabel = "text|json",
            description = "How log lines look: text for people, json with run, step and actor for a collector.")
    void setLogFormat(LogFormat format) {
        format.apply();
    }

    /** Runs one command and ends the process with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        TerminalLine.install();
        int exitCode = execute(commandLine(), arguments);
        leave(exitCode);
        System.exit(exitCode);
    }

    // For a daemon that did not start this process, and so does not hear how it ended.
    private static void leave(int exitCode) {
        String file = System.getenv(ExitCode.FILE_VARIABLE);
        if (file == null) {
            return;
        }
        try {
            Files.writeString(Path.of(file), exitCode + "\n");
        } catch (IOException unwritable) {
            System.err.println("masque: the exit code could not be written to " + file + ": " + unwritable);
        }
    }

    /** The frame with every command, for {@link #main} and for tests, which may redirect its output. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Masque());
        commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commandLine.setExecutionExceptionHandler(new ExceptionMapper());
        commandLine.setParameterExceptionHandler(new NearestCommand(commandLine.getParameterExceptionHandler()));
        commandLine.registerConverter(Path.class, new PathArgument());
        commandLine.registerConverter(double.class, new NumberArgument());
        commandLine.registerConverter(Double.class, new NumberArgument());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    /** Runs one command. Native code that does not load is the build's fault, not a reason to try again. */
    static int execute(CommandLine commandLine, String... arguments) {
        try {
            NativeMemoryLimit.apply();
            return commandLine.execute(arguments);
        } catch (UsageException wrong) {
            commandLine.getErr().println("masque: " + wrong.getMessage());
            return ExitCode.USAGE.number();
        } catch (LinkageError absent) {
            commandLine.getErr().println("masque: this build cannot run here: " + absent + "; see masque doctor");
            return ExitCode.CONFIG.number();
        }
    }

    /** Whether {@code --verbose} was given, before or after the command's name. */
    static boolean isVerbose(CommandLine commandLine) {
        return commandLine.getCommandSpec().root().userObject() instanceof Masque masque && masque.verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
