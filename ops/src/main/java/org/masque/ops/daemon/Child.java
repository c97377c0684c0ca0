package org.masque.ops.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.masque.ops.ExitCode;
import org.masque.ops.api.AccessToken;
import org.masque.ops.control.ServedAddress;

/**
 * The process of a run: {@code masque train} with the frozen recipe. It outlives the daemon, which finds it again by
 * its command line.
 */
final class Child {
    private static final long LARGEST_LOG = 16L << 20;
    private static final String MAIN = "org.masque.ops.Masque";
    private static final Path PROCESSES = Path.of("/proc");

    private final DaemonHome home;
    private final String run;
    private final ProcessHandle handle;
    private final @Nullable Process process;

    Child(DaemonHome home, String run, ProcessHandle handle, @Nullable Process process) {
        this.home = home;
        this.run = run;
        this.handle = handle;
        this.process = process;
    }

    /**
     * Starts a process.
     *
     * @param jvm the options of its JVM
     * @param slot which of the devices it gets
     */
    static Child start(DaemonHome home, String run, List<String> jvm, String slot) throws IOException {
        Files.deleteIfExists(home.exit(run));
        ServedAddress.removeFrom(Files.createDirectories(home.run(run)));
        Path log = home.log(run);
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "train"));
        command.add(home.recipe(run).toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put(AccessToken.VARIABLE, home.token().toString());
        builder.environment().put(ExitCode.FILE_VARIABLE, home.exit(run).toString());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("CUDA_VISIBLE_DEVICES", slot);
        Process process = builder.start();
        return new Child(home, run, process.toHandle(), process);
    }

    /** The process that an earlier daemon started for a run, if it lives. */
    static Optional<Child> find(DaemonHome home, String run) throws IOException {
        byte[] recipe = ("\0train\0" + home.recipe(run) + "\0").getBytes(StandardCharsets.UTF_8);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path each : processes) {
                Optional<ProcessHandle> handle =
                        ProcessHandle.of(Long.parseLong(each.getFileName().toString()));
                if (endsWith(commandLine(each), recipe)
                        && handle.map(ProcessHandle::isAlive).orElse(false)) {
                    return handle.map(found -> new Child(home, run, found, null));
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] commandLine(Path process) {
        try {
            return Files.readAllBytes(process.resolve("cmdline"));
        } catch (IOException goneOrForeign) {
            return new byte[0];
        }
    }

    private static boolean endsWith(byte[] whole, byte[] end) {
        int from = whole.length - end.length;
        return from >= 0 && Arrays.equals(whole, from, whole.length, end, 0, end.length);
    }

    long pid() {
        return handle.pid();
    }

    boolean isAlive() {
        return handle.isAlive();
    }

    /** Asks it to stop with a checkpoint. */
    void terminate() {
        handle.destroy();
    }

    /** Ends it at once. */
    void kill() {
        handle.destroyForcibly();
    }

    /** Whether a process left its exit code, so that it ended by itself. */
    static boolean leftExitCode(DaemonHome home, String run) {
        return Files.exists(home.exit(run));
    }

    /** The exit code of a run's process that ended; none if it was killed and nobody saw how. */
    static OptionalInt exitCodeOf(@Nullable Child child, DaemonHome home, String run) throws IOException {
        if (leftExitCode(home, run)) {
            String text = Files.readString(home.exit(run)).strip();
            return text.matches("\\d{1,3}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        }
        return child == null ? OptionalInt.empty() : child.ownExitCode();
    }

    /** Waits a while for its end. */
    void await(long millis) throws InterruptedException {
        try {
            handle.onExit().get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException stillThere) {
            return;
        }
    }

    private OptionalInt ownExitCode() {
        try {
            return process != null && process.waitFor(0, TimeUnit.SECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /**
     * Where it answers, and as which run.
     *
     * @param run its name there: the stage of an encoder is a run of its own
     */
    record Served(ServedAddress address, String run) {}

    /** Where it answers, once it does. */
    Optional<Served> served() throws IOException {
        Optional<Served> whole = served(home.run(run), run);
        return whole.isPresent() ? whole : served(home.run(run).resolve(Stages.ENCODER), Stages.ENCODER);
    }

    private Optional<Served> served(Path folder, String name) throws IOException {
        return ServedAddress.in(folder)
                .filter(address -> address.pid() == pid())
                .map(address -> new Served(address, name));
    }
}
