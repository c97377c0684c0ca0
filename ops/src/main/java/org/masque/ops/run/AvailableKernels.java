package org.masque.ops.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.Locale;
import org.masque.config.KernelKind;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;

/** Opens the kernels that a recipe or a command line names, and says so before anything begins if they cannot run. */
public final class AvailableKernels {
    private AvailableKernels() {}

    /** The name that {@link KernelsProvider} knows them by. */
    public static String name(KernelKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Opens them for the calling thread; the caller closes them.
     *
     * @throws UnavailableKernelsException if they cannot run here, with the obstacle and the remedy
     */
    @MustBeClosed
    public static Kernels open(KernelKind kind) {
        try {
            return KernelsProvider.open(name(kind));
        } catch (IllegalStateException obstacle) {
            throw new UnavailableKernelsException(String.valueOf(obstacle.getMessage()), obstacle);
        }
    }

    /** Checks that they can run here; returns what they are, for a person. */
    @CanIgnoreReturnValue
    public static String require(KernelKind kind) {
        try (Kernels kernels = open(kind)) {
            return kernels.name();
        }
    }
}
