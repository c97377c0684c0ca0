package org.masque.actors.wire;

import com.esotericsoftware.kryo.io.Input;

/**
 * The bytes of one message, which may claim no more than they can hold.
 *
 * <p>Whoever is about to take memory asks {@link #size} first.
 */
final class GuardedInput extends Input {
    private final WireLimits limits;
    private int objects;

    GuardedInput(byte[] bytes, WireLimits limits) {
        super(bytes);
        this.limits = limits;
    }

    WireLimits limits() {
        return limits;
    }

    /** The bytes that are left. */
    int left() {
        return limit() - position();
    }

    /**
     * Reads a declared size and holds it against what is left and what is allowed.
     *
     * @param bytesEach the fewest bytes that one element can have
     * @param most elements
     */
    int size(int bytesEach, int most) {
        int size = readVarInt(true);
        if (size < 0 || size > most) {
            throw new WireException(
                    RejectionReason.SIZE, "declares " + Integer.toUnsignedString(size) + " of at most " + most);
        }
        if ((long) size * bytesEach > left()) {
            throw new WireException(
                    RejectionReason.SIZE, "declares " + size + " of at least " + bytesEach + " bytes, has " + left());
        }
        return size;
    }

    /** Counts objects that are about to be made. */
    void claim(int count) {
        objects += count;
        if (objects > limits.objects()) {
            throw new WireException(RejectionReason.SIZE, "more than " + limits.objects() + " objects");
        }
    }
}
