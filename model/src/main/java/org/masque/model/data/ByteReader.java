package org.masque.model.data;

/** Reads numbers out of untrusted bytes; a read past the end throws {@link MalformedImageException}. */
final class ByteReader {
    private final byte[] bytes;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    /** One unsigned byte. */
    int u8(long at) throws MalformedImageException {
        if (at < 0 || at >= bytes.length) {
            throw new MalformedImageException("the header ends early, at byte " + bytes.length);
        }
        return bytes[(int) at] & 0xFF;
    }

    /** Two bytes, the high one first. */
    int u16(long at) throws MalformedImageException {
        return u8(at) << 8 | u8(at + 1);
    }

    /** Four bytes, the high one first, 0 to 2^32-1. */
    long u32(long at) throws MalformedImageException {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    /** Two bytes, the low one first. */
    int u16LowFirst(long at) throws MalformedImageException {
        return u8(at) | u8(at + 1) << 8;
    }

    /** Four bytes, the low one first, 0 to 2^32-1. */
    long u32LowFirst(long at) throws MalformedImageException {
        return u16LowFirst(at) | (long) u16LowFirst(at + 2) << 16;
    }

    boolean startsWith(int... expected) {
        return matches(0, expected);
    }

    /** Whether these bytes stand there; false past the end. */
    boolean matches(long at, int... expected) {
        if (at < 0 || at + expected.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[(int) at + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** The next 0xFF at or after a byte, or the length where there is none: JPEG markers begin with it. */
    int nextFF(int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != (byte) 0xFF) {
            at++;
        }
        return at;
    }
}
