package org.masque.ops.health;

/** Whether a process is alive and ready. Safe for several threads; nothing blocks. */
public interface Health {
    /** For {@code /healthz}: whether the process should be left alone. */
    HealthAnswer aliveness();

    /** For {@code /readyz}: whether it does its work. */
    HealthAnswer preparedness();
}
