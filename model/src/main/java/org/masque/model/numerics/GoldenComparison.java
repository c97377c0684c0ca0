package org.masque.model.numerics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.masque.model.kernels.Kernels;

/** Computes everything that a golden file holds, with one set of kernels, and says how far it is off. */
public final class GoldenComparison {
    /** Errors up to here are rounding. */
    public static final double TOLERANCE = 1e-4;

    private GoldenComparison() {}

    /**
     * Compares a file's quantities.
     *
     * @param file of a masked autoencoder, or of SimMIM
     * @param kernels borrowed
     * @return one deviation for each quantity, in the order of computation
     * @throws IOException if the file cannot be read, or is not of this layout
     */
    public static List<Deviation> compare(Path file, Kernels kernels) throws IOException {
        try (GoldenFile golden = GoldenFile.open(file)) {
            return golden.isSimMim() ? compareSimMim(golden, kernels) : compareMae(golden, kernels);
        }
    }

    private static List<Deviation> compareMae(GoldenFile golden, Kernels kernels) throws IOException {
        try (MaeComparison comparison = new MaeComparison(golden, kernels)) {
            return comparison.run();
        }
    }

    private static List<Deviation> compareSimMim(GoldenFile golden, Kernels kernels) throws IOException {
        try (SimMimComparison comparison = new SimMimComparison(golden, kernels)) {
            return comparison.run();
        }
    }
}
