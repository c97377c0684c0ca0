package org.masque.model.device;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ND4J backend of this build, and whether it works here.
 *
 * @param kind what this build was made for
 * @param version of ND4J
 * @param working a product was computed and is right
 * @param detail the class of the backend, or why it does not work
 */
public record Backend(Kind kind, String version, boolean working, String detail) {
    /** What a build can be made for; chosen by the Maven profile. */
    public enum Kind {
        /** ND4J on the processor, the default. */
        CPU("org.nd4j.linalg.cpu.nativecpu.CpuBackend"),
        /** ND4J on CUDA, {@code -Pcuda}. */
        CUDA("org.nd4j.linalg.jcublas.JCublasBackend"),
        /** No backend on the class path. */
        NONE("");

        private final String backendClass;

        Kind(String backendClass) {
            this.backendClass = backendClass;
        }
    }

    /** Says what this build was made for, without loading any native code. */
    public static Kind kindOfBuild() {
        if (isPresent(Kind.CUDA.backendClass)) {
            return Kind.CUDA;
        }
        return isPresent(Kind.CPU.backendClass) ? Kind.CPU : Kind.NONE;
    }

    /** Loads the backend and lets it compute one small product. */
    public static Backend probe() {
        Kind kind = kindOfBuild();
        if (kind == Kind.NONE) {
            return unusable("no ND4J backend on the class path; build again with -Pcpu or -Pcuda");
        }
        try {
            return new Backend(
                    kind,
                    installedVersion(),
                    productIsRight(),
                    Nd4j.getBackend().getClass().getName());
        } catch (RuntimeException | LinkageError broken) {
            return unusable("could not be started: " + broken);
        }
    }

    /** A backend that was not started, for the given reason. */
    static Backend unusable(String reason) {
        return new Backend(kindOfBuild(), installedVersion(), false, reason);
    }

    /** The version of ND4J in this build, or "unknown". */
    static String installedVersion() {
        Properties properties = new Properties();
        try (InputStream stream =
                Backend.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException unreadable) {
            return "unknown";
        }
        return properties.getProperty("version", "unknown");
    }

    private static boolean productIsRight() {
        try (INDArray left = Nd4j.ones(2, 3);
                INDArray right = Nd4j.ones(3, 2);
                INDArray product = left.mmul(right)) {
            return product.sumNumber().floatValue() == 12;
        }
    }

    private static boolean isPresent(String name) {
        try {
            Class.forName(name, false, Backend.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
