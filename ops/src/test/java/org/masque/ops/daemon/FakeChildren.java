package org.masque.ops.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.masque.ops.ExitCode;

/** Processes that exist in memory only: each lives until a test ends it. */
final class FakeChildren implements Children {
    /** Run and slot of every start, also of one that failed. */
    final List<String> starts = new ArrayList<>();

    private final DaemonHome home;
    private final Map<String, FakeProcess> processes = new HashMap<>();
    private int failures;

    FakeChildren(DaemonHome home) {
        this.home = home;
    }

    /** No process comes to be, so many times. */
    void failToStart(int times) {
        failures = times;
    }

    @Override
    public Child start(String run, int slot) throws IOException {
        starts.add(run + " in " + slot);
        if (failures-- > 0) {
            throw new IOException("no process can be made");
        }
        Files.deleteIfExists(home.exit(run));
        return live(run);
    }

    /** A process that lives, as an earlier daemon may have left it. */
    Child live(String run) {
        FakeProcess process = new FakeProcess();
        processes.put(run, process);
        return new Child(home, run, process, null);
    }

    @Override
    public Optional<Child> find(String run) {
        return Optional.ofNullable(processes.get(run))
                .filter(FakeProcess::isAlive)
                .map(process -> new Child(home, run, process, null));
    }

    FakeProcess process(String run) {
        return Objects.requireNonNull(processes.get(run), run);
    }

    /** Ends a process with an exit code, which it leaves behind. */
    void end(String run, ExitCode code) throws IOException {
        Files.writeString(home.exit(run), code.number() + "\n");
        process(run).alive = false;
    }

    /** A process that hears signals and goes on all the same. */
    static final class FakeProcess implements ProcessHandle {
        private boolean alive = true;
        private int terms;

        /** SIGTERMs so far. */
        int terms() {
            return terms;
        }

        @Override
        public long pid() {
            return 4711;
        }

        @Override
        public boolean destroy() {
            terms++;
            return true;
        }

        @Override
        public boolean destroyForcibly() {
            alive = false;
            return true;
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public boolean supportsNormalTermination() {
            return true;
        }

        @Override
        public CompletableFuture<ProcessHandle> onExit() {
            return alive ? new CompletableFuture<>() : CompletableFuture.completedFuture(this);
        }

        @Override
        public Optional<ProcessHandle> parent() {
            return Optional.empty();
        }

        @Override
        public Stream<ProcessHandle> children() {
            return Stream.empty();
        }

        @Override
        public Stream<ProcessHandle> descendants() {
            return Stream.empty();
        }

        @Override
        public Info info() {
            return ProcessHandle.current().info();
        }

        @Override
        public int compareTo(ProcessHandle other) {
            return Long.compare(pid(), other.pid());
        }
    }
}
