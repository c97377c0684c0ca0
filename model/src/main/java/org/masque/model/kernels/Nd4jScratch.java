package org.masque.model.kernels;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The memory of a kernel's temporary arrays, reused by the next kernel.
 *
 * <p>It is an ND4J workspace: whatever ND4J allocates while a kernel runs, its own hidden temporaries too, lives in one
 * block, which grows to what the greediest kernel needed. Workspaces belong to a thread, so all calls, {@link #close()}
 * too, must come from one thread.
 */
final class Nd4jScratch implements AutoCloseable {
    private static final AtomicLong COUNT = new AtomicLong();
    private static final WorkspaceConfiguration GROWING = WorkspaceConfiguration.builder()
            .initialSize(0)
            .policyAllocation(AllocationPolicy.STRICT)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private final String name = "masque-kernels-" + COUNT.incrementAndGet();

    /** Runs a kernel; every array that it makes is dead afterwards. */
    void run(Runnable kernel) {
        MemoryWorkspace scope = workspaces().getAndActivateWorkspace(GROWING, name);
        try {
            kernel.run();
        } finally {
            scope.close();
        }
    }

    /** Runs a kernel that returns a number. */
    double compute(DoubleSupplier kernel) {
        MemoryWorkspace scope = workspaces().getAndActivateWorkspace(GROWING, name);
        try {
            return kernel.getAsDouble();
        } finally {
            scope.close();
        }
    }

    @Override
    public void close() {
        if (workspaces().checkIfWorkspaceExists(name)) {
            workspaces().destroyWorkspace(workspaces().getWorkspaceForCurrentThread(name));
        }
    }

    private static MemoryWorkspaceManager workspaces() {
        return Nd4j.getWorkspaceManager();
    }
}
