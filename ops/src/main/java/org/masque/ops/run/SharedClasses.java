package org.masque.ops.run;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** Whether this JVM takes classes from an archive (class data sharing), as it does unless told not to. */
final class SharedClasses {
    private SharedClasses() {}

    static boolean inUse() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return Boolean.parseBoolean(machine.getVMOption("UseSharedSpaces").getValue());
    }
}
