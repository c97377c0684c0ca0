package org.masque.model.checkpoint;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another JVM that does one thing with a run's folder, tells how far it is line by line, and can be killed. */
final class ChildProcess implements Closeable {
    private static final String TELLS = "> ";

    private final Process process;
    private final BufferedReader lines;

    private ChildProcess(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts {@link #main} with a task: save, read or lock. */
    static ChildProcess start(String task, Path run) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildProcess.class.getName()));
        command.addAll(List.of(task, run.toString()));
        return new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** The next line that it tells; its log, which goes the same way, is passed over. */
    String nextLine() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(TELLS)) {
                return line.substring(TELLS.length());
            }
        }
        throw new AssertionError(
                "the child ended by itself, with " + process.onExit().join().exitValue());
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** The child's side. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path run = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "save" -> saveForEver(run, out);
            case "read" -> {
                Optional<Checkpoint> reading = new CheckpointStore(run, "1").newestValid();
                out.println(
                        TELLS + "reading " + reading.orElseThrow().manifest().step());
                waitForEnd(System.in);
            }
            case "lock" -> {
                try (RunLock lock = RunLock.acquire(run)) {
                    out.println(TELLS + "locked " + lock.hashCode());
                    waitForEnd(System.in);
                } catch (RunLockedException refused) {
                    out.println(TELLS + "refused " + refused.getMessage());
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void saveForEver(Path run, PrintStream out) throws IOException {
        CheckpointStore store = new CheckpointStore(run, "1", stage -> out.println(TELLS + stage));
        store.cleanStale();
        long step = 0;
        try (Checkpoint last = store.newestValid().orElse(null)) {
            step = last == null ? 0 : last.manifest().step();
        }
        while (true) {
            step++;
            store.save(Snapshots.of(step), Snapshots.KEEP_TWO);
            out.println(TELLS + "saved " + step);
        }
    }

    private static void waitForEnd(InputStream input) throws IOException {
        while (input.read() >= 0) {
            Thread.onSpinWait();
        }
    }
}
