package org.masque.model.kernels;

/**
 * Whether oneDNN, which is parallel through OpenMP, stays on the thread that calls it.
 *
 * <p>It has no call of its own for this, so whoever starts the process must say {@code OMP_NUM_THREADS=1}, as the
 * launcher and the build do. {@code omp_set_num_threads} would do it for each thread, but JavaCPP's presets do not bind
 * it.
 */
final class OpenMpThreads {
    /** The variable that the OpenMP runtime reads when it is loaded. */
    static final String VARIABLE = "OMP_NUM_THREADS";

    private OpenMpThreads() {}

    /** Whether the process was started so that every parallel region runs on its caller's thread alone. */
    static boolean areOne() {
        return "1".equals(System.getenv(VARIABLE));
    }
}
