package org.masque.model.device;

/**
 * Which GPUs ND4J-CUDA 1.0.0-M2.1 holds code for.
 *
 * <p>It was compiled for compute capability 3.7 to 8.6 and carries no PTX, so that the driver cannot compile it for
 * later ones. Binary code runs on a later minor number of its major number (CUDA C++ Programming Guide, "Binary
 * Compatibility"), hence on 8.9 but not on 9.0.
 */
public final class CudaCode {
    /** The oldest generation with code. */
    public static final ComputeCapability OLDEST = new ComputeCapability(3, 7);

    /** The newest generation with code. */
    public static final ComputeCapability NEWEST = new ComputeCapability(8, 6);

    private CudaCode() {}

    /** Whether a build with {@code -Pcuda} holds code for such a GPU; nothing is run to find out. */
    public static boolean covers(ComputeCapability gpu) {
        return gpu.compareTo(OLDEST) >= 0 && gpu.major() <= NEWEST.major();
    }
}
