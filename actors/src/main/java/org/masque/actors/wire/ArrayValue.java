package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;
import java.util.Map;
import java.util.Objects;

/** An array of numbers: its length, then the numbers. */
final class ArrayValue extends WireValue<Object> {
    private final WireLimits limits;
    private final Class<?> element;
    private final NumberValue<Object> number;

    /**
     * Arrays of one kind.
     *
     * @param element a primitive class
     */
    @SuppressWarnings("unchecked")
    ArrayValue(Class<?> element, WireLimits limits) {
        this.limits = limits;
        this.element = element;
        Map<Class<?>, NumberValue<?>> numbers = NumberValue.byClass();
        this.number = (NumberValue<Object>) Objects.requireNonNull(numbers.get(element), element.getName());
    }

    private int most() {
        return limits.arrayBytes() / number.fewestBytes();
    }

    @Override
    int fewestBytes() {
        return 1;
    }

    @Override
    void put(Kryo kryo, Output output, Object array) {
        int length = Array.getLength(array);
        checkSize(length, most(), "array");
        output.writeVarInt(length, true);
        if (array instanceof byte[] bytes) {
            output.writeBytes(bytes);
            return;
        }
        for (int i = 0; i < length; i++) {
            number.put(kryo, output, Array.get(array, i));
        }
    }

    @Override
    Object take(Kryo kryo, GuardedInput input) {
        int length = input.size(number.fewestBytes(), most());
        if (element == byte.class) {
            return input.readBytes(length);
        }
        Object array = Array.newInstance(element, length);
        for (int i = 0; i < length; i++) {
            Array.set(array, i, number.take(kryo, input));
        }
        return array;
    }
}
