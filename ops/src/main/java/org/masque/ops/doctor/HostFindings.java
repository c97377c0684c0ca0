package org.masque.ops.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What the host, or its container, grants this process. The JVM already sees a container's limits. */
final class HostFindings {
    private static final String HOST = "host";

    private HostFindings() {}

    static List<Finding> probe() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        String threads = System.getenv("OMP_NUM_THREADS");
        return List.of(
                Finding.fact(HOST, "java", Runtime.version() + ", " + System.getProperty("java.vm.name")),
                Finding.fact(HOST, "system", System.getProperty("os.name") + " " + System.getProperty("os.version")),
                Finding.fact(HOST, "cores", Runtime.getRuntime().availableProcessors()),
                Finding.fact(
                        HOST,
                        "memory",
                        Quantity.bytes(system.getTotalMemorySize()) + ", free "
                                + Quantity.bytes(system.getFreeMemorySize()) + " without caches"),
                Finding.fact(
                        HOST,
                        "heap",
                        "up to " + Quantity.bytes(Runtime.getRuntime().maxMemory())),
                "1".equals(threads)
                        ? Finding.fact(HOST, "OMP_NUM_THREADS", threads)
                        : Finding.warning(
                                HOST,
                                "OMP_NUM_THREADS",
                                threads + ": products would fight with the workers; set it to 1"));
    }
}
