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
    /** Asks by reflection, since the module may be absent: it is incubating and must be added at start. */
    public static Optional<VectorUnit> probe() {
        try {
            Object species = Class.forName("jdk.incubator.vector.FloatVector")
                    .getField("SPECIES_PREFERRED")
                    .get(null);
            Method bits = Class.forName("jdk.incubator.vector.VectorSpecies").getMethod("vectorBitSize");
            return Optional.of(new VectorUnit(String.valueOf(species), (Integer) bits.invoke(species)));
        } catch (ReflectiveOperationException | LinkageError absent) {
            return Optional.empty();
        }
    }
}
