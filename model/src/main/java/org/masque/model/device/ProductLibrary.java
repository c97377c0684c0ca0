package org.masque.model.device;

import java.util.Locale;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * A native library that computes matrix products.
 *
 * @param name oneDNN or OpenBLAS
 * @param loaded it is there and answers
 * @param detail its version and settings, or why it does not load
 */
public record ProductLibrary(String name, boolean loaded, String detail) {
    /** OneDNN: its version, and the best instruction set it will use on this processor. */
    public static ProductLibrary oneDnn() {
        try {
            dnnl_version_t version = dnnl.dnnl_version();
            String number = version.major() + "." + version.minor() + "." + version.patch();
            return new ProductLibrary("oneDNN", true, number + ", instruction set " + instructionSet());
        } catch (RuntimeException | LinkageError absent) {
            return new ProductLibrary("oneDNN", false, "does not load: " + absent);
        }
    }

    /** OpenBLAS: the version it was built as, and how many threads one product would use. */
    public static ProductLibrary openBlas() {
        try {
            int threads = openblas_nolapack.blas_get_num_threads();
            String version = openblas_nolapack.OPENBLAS_VERSION.strip().replace("OpenBLAS ", "");
            return new ProductLibrary("OpenBLAS", true, version + ", threads in a product at most: " + threads);
        } catch (RuntimeException | LinkageError absent) {
            return new ProductLibrary("OpenBLAS", false, "does not load: " + absent);
        }
    }

    private static String instructionSet() {
        return dnnl.get_effective_cpu_isa().intern().name().toLowerCase(Locale.ROOT);
    }
}
