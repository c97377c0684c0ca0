package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A record: the number of its class, then its components in their order.
 *
 * <p>The number is checked and chooses nothing. The record's own constructor makes it, so what the constructor refuses
 * is refused here.
 */
final class RecordValue extends WireValue<Record> {
    private final WireClass known;
    private final Constructor<?> constructor;
    private final List<Component> components = new ArrayList<>();

    private record Component(String name, Class<?> type, Method accessor, WireValue<Object> value) {}

    RecordValue(WireClass known) {
        this.known = known;
        this.constructor = constructorOf(known.type());
    }

    private static Constructor<?> constructorOf(Class<?> type) {
        Class<?>[] types = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("a record without its constructor: " + type, impossible);
        }
    }

    /** Says how the components are written. Apart from the constructor, since records may hold their own kind. */
    void resolve(WireTypes types) {
        for (RecordComponent component : known.type().getRecordComponents()) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            components.add(new Component(
                    component.getName(),
                    component.getType(),
                    accessor,
                    types.value(component.getGenericType(), known.type().getSimpleName() + "." + component.getName())));
        }
    }

    @Override
    int fewestBytes() {
        return 1;
    }

    @Override
    void put(Kryo kryo, Output output, Record record) {
        output.writeVarInt(known.id(), true);
        for (Component component : components) {
            component.value().putNested(kryo, output, read(component, record));
        }
    }

    private static Object read(Component component, Record record) {
        try {
            Object value = component.accessor().invoke(record);
            if (value == null) {
                throw new WireException(RejectionReason.MALFORMED, component.name() + " is null");
            }
            return value;
        } catch (IllegalAccessException | InvocationTargetException failure) {
            throw new WireException(RejectionReason.MALFORMED, component.name() + " cannot be read", failure);
        }
    }

    @Override
    Record take(Kryo kryo, GuardedInput input) {
        int id = input.readVarInt(true);
        if (id != known.id()) {
            throw new WireException(
                    RejectionReason.CLASS,
                    "class " + Integer.toUnsignedString(id) + " where " + known.id() + " belongs");
        }
        return takeComponents(kryo, input);
    }

    /** Reads the components alone, after somebody else has read the number. */
    Record takeComponents(Kryo kryo, GuardedInput input) {
        input.claim(1);
        Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = components.get(i).value().takeNested(kryo, input, Object.class);
        }
        return make(values);
    }

    private Record make(Object[] values) {
        try {
            return (Record) constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new WireException(
                    RejectionReason.MALFORMED, known.type().getSimpleName() + " refuses its values", refused);
        } catch (ReflectiveOperationException | IllegalArgumentException failure) {
            throw new WireException(RejectionReason.MALFORMED, known.type() + " cannot be made", failure);
        }
    }
}
