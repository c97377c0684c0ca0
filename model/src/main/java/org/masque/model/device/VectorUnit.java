package org.masque.model.device;

import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The Java Vector API as this JVM offers it.
 *
 * @param species the preferred species of floats, as the JDK prints it
 * @param bits its width
 */
public record VectorUnit(String species, int bits) {
    private static final String MODULE = "jdk.incubator.vector";

    /** Asks by reflection, since the module may be absent: it is incubating, and no JVM has it that was not told so. */
    public static Optional<VectorUnit> probe() {
        try {
            loadModule();
            Object species = Class.forName("jdk.incubator.vector.FloatVector")
                    .getField("SPECIES_PREFERRED")
                    .get(null);
            Method bits = Class.forName("jdk.incubator.vector.VectorSpecies").getMethod("vectorBitSize");
            return Optional.of(new VectorUnit(String.valueOf(species), (Integer) bits.invoke(species)));
        } catch (ReflectiveOperationException | LinkageError absent) {
            return Optional.empty();
        }
    }

    // Java prints a warning for an incubating module that --add-modules names. So the module is loaded here, late, by
    // the class with which the JDK loads modules of its own; bin/masque opens that class to us.
    private static void loadModule() throws ReflectiveOperationException {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, MODULE);
        }
    }
}
