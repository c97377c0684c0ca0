package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Numbers, characters and truth values, each of a fixed length. */
final class NumberValue<T> extends WireValue<T> {
    private static final Map<Class<?>, NumberValue<?>> ALL = all();

    private final int bytes;
    private final BiConsumer<Output, T> writer;
    private final Function<GuardedInput, T> reader;

    private NumberValue(int bytes, BiConsumer<Output, T> writer, Function<GuardedInput, T> reader) {
        this.bytes = bytes;
        this.writer = writer;
        this.reader = reader;
    }

    /** All of them, by primitive class and box. */
    static Map<Class<?>, NumberValue<?>> byClass() {
        return ALL;
    }

    private static Map<Class<?>, NumberValue<?>> all() {
        Map<Class<?>, NumberValue<?>> all = new HashMap<>();
        put(all, boolean.class, Boolean.class, new NumberValue<>(1, Output::writeBoolean, NumberValue::truth));
        put(all, byte.class, Byte.class, new NumberValue<>(Byte.BYTES, Output::writeByte, GuardedInput::readByte));
        put(all, char.class, Character.class, new NumberValue<>(2, Output::writeChar, GuardedInput::readChar));
        put(
                all,
                short.class,
                Short.class,
                new NumberValue<>(Short.BYTES, (o, v) -> o.writeShort(v), i -> i.readShort()));
        put(all, int.class, Integer.class, new NumberValue<>(Integer.BYTES, Output::writeInt, i -> i.readInt()));
        put(all, long.class, Long.class, new NumberValue<>(Long.BYTES, Output::writeLong, i -> i.readLong()));
        put(all, float.class, Float.class, new NumberValue<>(Float.BYTES, Output::writeFloat, i -> i.readFloat()));
        put(all, double.class, Double.class, new NumberValue<>(Double.BYTES, Output::writeDouble, i -> i.readDouble()));
        return Map.copyOf(all);
    }

    private static <T> void put(
            Map<Class<?>, NumberValue<?>> all, Class<T> primitive, Class<T> box, NumberValue<T> value) {
        all.put(primitive, value);
        all.put(box, value);
    }

    private static boolean truth(GuardedInput input) {
        byte value = input.readByte();
        if (value < 0 || value > 1) {
            throw new WireException(RejectionReason.MALFORMED, "a truth value of " + value);
        }
        return value == 1;
    }

    @Override
    int fewestBytes() {
        return bytes;
    }

    @Override
    void put(Kryo kryo, Output output, T value) {
        writer.accept(output, value);
    }

    @Override
    T take(Kryo kryo, GuardedInput input) {
        return reader.apply(input);
    }
}
