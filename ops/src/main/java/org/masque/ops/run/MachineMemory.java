package org.masque.ops.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of this machine, or of the container that the process is in. */
final class MachineMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d{1,15}) kB");

    private MachineMemory() {}

    /** All of it, in bytes; the JVM asks the control groups of either version. */
    static long total() {
        return system().getTotalMemorySize();
    }

    /** What could be had without pushing others out, in bytes; without that figure, what is free. */
    static long available() {
        try {
            return availableIn(Files.readString(MEMINFO)).orElseGet(() -> system().getFreeMemorySize());
        } catch (IOException unknown) {
            return system().getFreeMemorySize();
        }
    }

    static OptionalLong availableIn(String meminfo) {
        Matcher line = AVAILABLE.matcher(meminfo);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024) : OptionalLong.empty();
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }
}
