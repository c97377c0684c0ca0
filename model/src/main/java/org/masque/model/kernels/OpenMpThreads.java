package org.masque.model.kernels;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads;
import org.jspecify.annotations.Nullable;

/**
 * Keeps oneDNN, which is parallel through OpenMP, on the thread that calls it.
 *
 * <p>{@code OMP_NUM_THREADS=1} does that for a whole process; {@code omp_set_num_threads} does it for the calling
 * thread only, and needs nothing from whoever starts the process. oneDNN has no call of its own for this.
 */
final class OpenMpThreads {
    // What the loader of oneDNN asks for, so this name finds the very copy that oneDNN is linked with.
    private static final String RUNTIME = "libgomp.so.1";
    private static final PointerPointer<Pointer> RECORD = new PointerPointer<>(2);
    private static final @Nullable SetNumThreads SET_NUM_THREADS = find();

    private OpenMpThreads() {}

    /** Whether products can be kept on the calling thread, whatever the process was started with. */
    static boolean canLimit() {
        return SET_NUM_THREADS != null || "1".equals(System.getenv("OMP_NUM_THREADS"));
    }

    /** Makes every later parallel region of the calling thread run on that thread alone. */
    static void limitCallingThreadToOne() {
        if (SET_NUM_THREADS != null) {
            SET_NUM_THREADS.call(1);
        }
    }

    // SetNumThreads is JavaCPP's pointer to any C function that takes an int; its glue lies in the OpenBLAS presets.
    // It points to a record that begins with the function's address, not to the function.
    private static @Nullable SetNumThreads find() {
        Loader.load(dnnl.class);
        Loader.load(openblas_nolapack.class);
        Loader.loadGlobal(RUNTIME);
        Pointer function = Loader.addressof("omp_set_num_threads");
        if (function == null) {
            return null;
        }
        return new SetNumThreads(RECORD.put(0, function));
    }
}
