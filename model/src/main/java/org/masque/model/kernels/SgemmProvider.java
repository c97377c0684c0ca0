package org.masque.model.kernels;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the library that multiplies matrices.
 *
 * <p>The system property {@code masque.blas} is {@code onednn}, {@code openblas} or {@code auto}; absent means
 * {@code auto}: oneDNN where it loads and can be kept on one thread, OpenBLAS otherwise.
 */
public final class SgemmProvider {
    private static final Logger LOG = LoggerFactory.getLogger(SgemmProvider.class);
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private SgemmProvider() {}

    /** Opens the library that {@code masque.blas} names, for one thread. */
    public static Sgemm open() {
        String choice = System.getProperty("masque.blas", "auto");
        return switch (choice) {
            case "onednn" -> logged(new OneDnnSgemm(), "masque.blas = onednn");
            case "openblas" -> logged(new OpenBlasSgemm(), "masque.blas = openblas");
            case "auto" -> fastest();
            default ->
                throw new IllegalArgumentException("masque.blas = " + choice + ": must be onednn, openblas or auto");
        };
    }

    private static Sgemm fastest() {
        try {
            OneDnnSgemm oneDnn = new OneDnnSgemm();
            if (OpenMpThreads.areOne()) {
                return logged(oneDnn, "it is the fastest and stays on its caller's thread");
            }
            return slower("oneDNN would use several threads: start with OMP_NUM_THREADS=1");
        } catch (LinkageError error) {
            return slower("oneDNN does not load: " + error.getMessage());
        }
    }

    private static Sgemm slower(String reason) {
        Sgemm openBlas = new OpenBlasSgemm();
        if (LOGGED.add(reason)) {
            LOG.warn("matrix products by {}, not by the fastest library: {}", openBlas.name(), reason);
        }
        return openBlas;
    }

    private static Sgemm logged(Sgemm sgemm, String reason) {
        if (LOGGED.add(sgemm.name() + reason)) {
            LOG.debug("matrix products by {}: {}", sgemm.name(), reason);
        }
        return sgemm;
    }
}
