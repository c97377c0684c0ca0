package org.masque.model.checkpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that a lock file names.
 *
 * @param pid of the process, on its host
 * @param host its name
 * @param started when the process began, so that a pid used again is told apart; "unknown" where the system hides it
 */
record LockHolder(long pid, String host, String started) {
    private static final Pattern TEXT = Pattern.compile("pid=(\\d{1,18}) host=(\\S+) started=(\\S+)\\s*");
    private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** This process. */
    static LockHolder self() {
        ProcessHandle process = ProcessHandle.current();
        return new LockHolder(process.pid(), hostName(), startOf(process));
    }

    /** Reads what {@link #text} wrote; empty if it is something else, or nothing. */
    static Optional<LockHolder> parse(String text) {
        Matcher match = TEXT.matcher(text);
        return match.matches()
                ? Optional.of(new LockHolder(Long.parseLong(match.group(1)), match.group(2), match.group(3)))
                : Optional.empty();
    }

    String text() {
        return "pid=" + pid + " host=" + host + " started=" + started + "\n";
    }

    /** Whether another process of this host is certainly the one named here, and runs. */
    boolean isAliveElsewhere() {
        LockHolder self = self();
        return host.equals(self.host)
                && pid != self.pid
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .map(process -> startOf(process).equals(started))
                        .orElse(false);
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    // The kernel's name needs no resolver, which may hang.
    private static String hostName() {
        try {
            return Files.exists(LINUX_HOST_NAME)
                    ? Files.readString(LINUX_HOST_NAME, StandardCharsets.UTF_8).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException nameless) {
            return "unknown";
        }
    }
}
