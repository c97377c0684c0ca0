package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Writes and reads values of one type; without state, so that all threads share it. */
abstract class WireValue<T> extends Serializer<T> {
    WireValue() {
        super(false, true);
    }

    /** The fewest bytes that a value has; at least 1. */
    abstract int fewestBytes();

    /** Writes a value, or throws a {@link WireException} if it exceeds what may be read. */
    abstract void put(Kryo kryo, Output output, T value);

    /** Reads a value, and takes no memory that the input cannot account for. */
    abstract T take(Kryo kryo, GuardedInput input);

    @Override
    public final void write(Kryo kryo, Output output, T value) {
        if (value == null) {
            throw new WireException(RejectionReason.MALFORMED, "null does not cross the network");
        }
        put(kryo, output, value);
    }

    @Override
    public final T read(Kryo kryo, Input input, Class<? extends T> type) {
        return take(kryo, (GuardedInput) input);
    }

    /** Reads one level deeper. */
    final T takeNested(Kryo kryo, GuardedInput input, Class<? extends T> type) {
        // Kryo would refuse as well, by an exception of no particular kind.
        int deepest = input.limits().depth();
        if (kryo.getDepth() >= deepest) {
            throw new WireException(RejectionReason.DEPTH, "deeper than " + deepest);
        }
        return kryo.readObject(input, type, this);
    }

    /** Writes one level deeper; Kryo ends a cycle at the greatest depth. */
    final void putNested(Kryo kryo, Output output, T value) {
        kryo.writeObject(output, value, this);
    }

    /** Refuses to write more than may be read. */
    static void checkSize(int size, int most, String what) {
        if (size > most) {
            throw new WireException(RejectionReason.SIZE, what + " of " + size + ", at most " + most + " may be sent");
        }
    }
}
