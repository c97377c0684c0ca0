package org.masque.model.kernels;

import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.masque.model.device.VectorUnit;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernels: the Vector API's on a processor that runs it, ND4J's own operations otherwise.
 *
 * <p>Implementations are loaded by name, since the Vector API is an incubating module that may be absent.
 */
public final class KernelsProvider {
    private static final Logger LOG = LoggerFactory.getLogger(KernelsProvider.class);
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();
    private static final String SIMD = "org.masque.model.kernels.simd.SimdKernels";
    private static final String ND4J = "org.masque.model.kernels.Nd4jKernels";

    private KernelsProvider() {}

    /**
     * Opens kernels for one thread; the caller closes them.
     *
     * @param choice {@code simd}, {@code nd4j} or {@code auto}
     * @throws IllegalStateException if {@code simd} is asked for and cannot run here
     */
    public static Kernels open(String choice) {
        return switch (choice) {
            case "auto" -> openFastest();
            case "simd" -> openSimd();
            case "nd4j" -> logged(load(ND4J), "asked for");
            default -> throw new IllegalArgumentException("kernels = " + choice + ": must be auto, simd or nd4j");
        };
    }

    private static Kernels openFastest() {
        String obstacle = obstacleToSimd();
        if (!obstacle.isEmpty() && LOGGED.add(obstacle)) {
            LOG.warn("kernels are ND4J's own operations: {}", obstacle);
        }
        return obstacle.isEmpty()
                ? logged(load(SIMD), "the Vector API is there and the backend is a processor")
                : logged(load(ND4J), obstacle);
    }

    private static Kernels openSimd() {
        String obstacle = obstacleToSimd();
        if (!obstacle.isEmpty()) {
            throw new IllegalStateException("kernels = simd cannot run: " + obstacle);
        }
        return logged(load(SIMD), "asked for");
    }

    private static String obstacleToSimd() {
        if (VectorUnit.probe().isEmpty()) {
            return "there is no Vector API; start through bin/masque, or java with --add-modules jdk.incubator.vector";
        }
        if (!Nd4j.getEnvironment().isCPU()) {
            return "ND4J's backend is not a processor; build without -Pcuda, or choose nd4j";
        }
        return "";
    }

    private static Kernels load(String className) {
        try {
            return Class.forName(className)
                    .asSubclass(Kernels.class)
                    .getConstructor()
                    .newInstance();
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException("cannot open " + className, failure.getCause());
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(
                    className + " is not on the class path: the installation is broken", missing);
        }
    }

    private static Kernels logged(Kernels kernels, String reason) {
        if (LOGGED.add(kernels.name() + reason)) {
            LOG.debug("kernels: {}: {}", kernels.name(), reason);
        }
        return kernels;
    }
}
