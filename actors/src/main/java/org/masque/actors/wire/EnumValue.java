package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.util.HashMap;
import java.util.Map;

/** A constant of an enum, by its name: the order of constants may change. */
final class EnumValue extends WireValue<Enum<?>> {
    private final Class<?> type;
    private final StringValue text;
    private final Map<String, Enum<?>> constants = new HashMap<>();

    EnumValue(Class<?> type, StringValue text) {
        this.type = type;
        this.text = text;
        for (Object constant : type.getEnumConstants()) {
            Enum<?> known = (Enum<?>) constant;
            constants.put(known.name(), known);
        }
    }

    @Override
    int fewestBytes() {
        return 1;
    }

    @Override
    void put(Kryo kryo, Output output, Enum<?> value) {
        text.put(kryo, output, value.name());
    }

    @Override
    Enum<?> take(Kryo kryo, GuardedInput input) {
        Enum<?> constant = constants.get(text.take(kryo, input));
        if (constant == null) {
            throw new WireException(RejectionReason.MALFORMED, "no such " + type.getSimpleName());
        }
        return constant;
    }
}
