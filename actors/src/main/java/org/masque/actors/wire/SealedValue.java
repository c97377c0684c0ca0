package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.util.HashMap;
import java.util.Map;

/** One of the records of a sealed interface; the number of its class says which. */
final class SealedValue extends WireValue<Record> {
    private final Class<?> type;
    private final Map<Integer, RecordValue> byId = new HashMap<>();
    private final Map<Class<?>, RecordValue> byClass = new HashMap<>();

    SealedValue(Class<?> type) {
        this.type = type;
    }

    void permit(WireClass known, RecordValue value) {
        byId.put(known.id(), value);
        byClass.put(known.type(), value);
    }

    @Override
    int fewestBytes() {
        return 1;
    }

    @Override
    void put(Kryo kryo, Output output, Record value) {
        RecordValue record = byClass.get(value.getClass());
        if (record == null) {
            throw new WireException(RejectionReason.CLASS, value.getClass() + " is no " + type.getSimpleName());
        }
        record.put(kryo, output, value);
    }

    @Override
    Record take(Kryo kryo, GuardedInput input) {
        int id = input.readVarInt(true);
        RecordValue record = byId.get(id);
        if (record == null) {
            throw new WireException(
                    RejectionReason.CLASS, "class " + Integer.toUnsignedString(id) + " is no " + type.getSimpleName());
        }
        return record.takeComponents(kryo, input);
    }
}
