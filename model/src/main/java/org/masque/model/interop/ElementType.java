package org.masque.model.interop;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The element types of safetensors files that are read, all little-endian. */
enum ElementType {
    F64(8, Kind.FLOAT),
    F32(4, Kind.FLOAT),
    F16(2, Kind.FLOAT),
    BF16(2, Kind.FLOAT),
    I64(8, Kind.INTEGER),
    I32(4, Kind.INTEGER),
    I8(1, Kind.INTEGER),
    U8(1, Kind.INTEGER),
    BOOL(1, Kind.INTEGER);

    /** What an element can be turned into. */
    enum Kind {
        FLOAT,
        INTEGER
    }

    private final int bytes;
    private final Kind kind;

    ElementType(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    /** The bytes of one element. */
    int bytes() {
        return bytes;
    }

    Kind kind() {
        return kind;
    }

    /** The types of a kind, for messages. */
    static List<ElementType> of(Kind kind) {
        return Arrays.stream(values()).filter(type -> type.kind == kind).toList();
    }

    /** The next element as a float; an F64 out of a float's range becomes infinite. */
    float nextFloat(ByteBuffer source) {
        return switch (this) {
            case F64 -> (float) source.getDouble();
            case F32 -> source.getFloat();
            case F16 -> halfToFloat(source.getShort());
            case BF16 -> Float.intBitsToFloat(source.getShort() << 16);
            default -> throw new IllegalStateException(this + " is not a type of floats");
        };
    }

    /** The next element as a long. */
    long nextInteger(ByteBuffer source) {
        return switch (this) {
            case I64 -> source.getLong();
            case I32 -> source.getInt();
            case I8 -> source.get();
            case U8 -> Byte.toUnsignedInt(source.get());
            case BOOL -> source.get() == 0 ? 0 : 1;
            default -> throw new IllegalStateException(this + " is not a type of integers");
        };
    }

    /** IEEE 754 binary16: 1 sign, 5 exponent (bias 15) and 10 fraction bits. */
    private static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f; // subnormal, or zero
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
    }
}
