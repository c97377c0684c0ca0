package org.masque.model.parts;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.interop.SafetensorsWriter;

/** Named arrays of floats that a learner can go on from, kept as safetensors. */
public final class LearnedState {
    private record Entry(float[] values, long[] shape) {}

    private final Map<String, Entry> entries = new TreeMap<>();

    /** Adds a copy of some numbers. */
    void floats(String name, float[] values, long... shape) {
        entries.put(name, new Entry(values.clone(), shape.clone()));
    }

    /** Whether there are numbers of that name. */
    boolean has(String name) {
        return entries.containsKey(name);
    }

    /**
     * A copy of the numbers of a name.
     *
     * @throws IllegalArgumentException if there are none
     */
    float[] floats(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("what was learned holds no " + name);
        }
        return entry.values().clone();
    }

    /** Writes all of it. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        entries.forEach((name, entry) -> writer.floats(name, entry.values(), entry.shape()));
        writer.writeTo(channel);
    }

    /** Reads what {@link #writeTo} wrote. */
    public static LearnedState read(SafetensorsFile file) throws IOException {
        LearnedState state = new LearnedState();
        for (String name : file.names()) {
            state.entries.put(name, new Entry(file.floats(name), file.shape(name)));
        }
        return state;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LearnedState state
                && state.entries.keySet().equals(entries.keySet())
                && entries.keySet().stream().allMatch(name -> Arrays.equals(floats(name), state.floats(name)));
    }

    @Override
    public int hashCode() {
        return entries.keySet().hashCode();
    }
}
