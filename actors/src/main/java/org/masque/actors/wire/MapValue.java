package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map: its size, then keys and values by turns. It is read in the order in which it was written. */
final class MapValue extends WireValue<Map<?, ?>> {
    private final WireLimits limits;
    private final WireValue<Object> key;
    private final WireValue<Object> value;

    MapValue(WireValue<Object> key, WireValue<Object> value, WireLimits limits) {
        this.limits = limits;
        this.key = key;
        this.value = value;
    }

    @Override
    int fewestBytes() {
        return 1;
    }

    @Override
    void put(Kryo kryo, Output output, Map<?, ?> map) {
        checkSize(map.size(), limits.elements(), "map");
        output.writeVarInt(map.size(), true);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            key.putNested(kryo, output, entry.getKey());
            value.putNested(kryo, output, entry.getValue());
        }
    }

    @Override
    Map<?, ?> take(Kryo kryo, GuardedInput input) {
        int size = input.size(key.fewestBytes() + value.fewestBytes(), limits.elements());
        input.claim(2 * size);
        // Not sized beforehand: it grows with what is read.
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object read = key.takeNested(kryo, input, Object.class);
            if (map.put(read, value.takeNested(kryo, input, Object.class)) != null) {
                throw new WireException(RejectionReason.MALFORMED, "a map with a key twice");
            }
        }
        return map;
    }
}
