package org.masque.model.kernels;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The laws for the fast kernels, which nothing may name: their class loads only where the Vector API is. */
class SimdKernelsAgreeTest extends KernelsLaws {
    private static final String NAME = "org.masque.model.kernels.simd.SimdKernels";

    @Override
    Kernels open() throws ReflectiveOperationException {
        return openSimd();
    }

    static Kernels openSimd() throws ReflectiveOperationException {
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "the JVM has no Vector API");
        assumeTrue(exists(), NAME + " is not on the class path");
        return Class.forName(NAME)
                .asSubclass(Kernels.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    private static boolean exists() {
        return SimdKernelsAgreeTest.class.getClassLoader().getResource(NAME.replace('.', '/') + ".class") != null;
    }
}
