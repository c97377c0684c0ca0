package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says of every type how it is written, from its declaration: the bytes choose nothing but one record of a sealed list.
 *
 * <p>A type that is not known here cannot be part of a message; that is found when the classes are loaded, and not when
 * the first message is sent.
 */
final class WireTypes {
    private final WireLimits limits;
    private final StringValue text;
    private final Map<Class<?>, WireClass> known = new LinkedHashMap<>();
    private final Map<Class<?>, WireValue<?>> values = new LinkedHashMap<>();

    WireTypes(WireClasses classes, WireLimits limits) {
        this.limits = limits;
        this.text = new StringValue(limits);
        for (WireClass each : classes.all()) {
            known.put(each.type(), each);
            values.put(each.type(), each.type().isEnum() ? new EnumValue(each.type(), text) : new RecordValue(each));
        }
        for (WireValue<?> value : List.copyOf(values.values())) {
            if (value instanceof RecordValue record) {
                record.resolve(this);
            }
        }
    }

    /** Makes a Kryo that knows these classes and takes no other. */
    Kryo newKryo() {
        Kryo kryo = new Kryo();
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        kryo.setMaxDepth(limits.depth());
        // Types are known from declarations, so Kryo need not keep its stack of them.
        kryo.setOptimizedGenerics(false);
        for (WireClass each : known.values()) {
            kryo.register(each.type(), values.get(each.type()), each.id());
        }
        return kryo;
    }

    /** How a message is written. */
    @SuppressWarnings("unchecked")
    WireValue<Object> message(Class<?> type) {
        return (WireValue<Object>) Objects.requireNonNull(values.get(type), type.getName());
    }

    /**
     * How values of a declared type are written.
     *
     * @param where for the message if they cannot be
     */
    @SuppressWarnings("unchecked") // a component holds what it is declared to hold
    WireValue<Object> value(Type type, String where) {
        WireValue<?> value = type instanceof ParameterizedType generic ? generic(generic, where) : plain(type);
        if (value == null) {
            throw new IllegalArgumentException(where + ": " + type.getTypeName() + " cannot cross the network");
        }
        return (WireValue<Object>) value;
    }

    private @Nullable WireValue<?> generic(ParameterizedType type, String where) {
        Type[] arguments = type.getActualTypeArguments();
        Type raw = type.getRawType();
        if (raw == List.class) {
            return CollectionValue.list(value(arguments[0], where), limits);
        }
        if (raw == Set.class) {
            return CollectionValue.set(value(arguments[0], where), limits);
        }
        if (raw == Map.class) {
            return new MapValue(value(arguments[0], where), value(arguments[1], where), limits);
        }
        return null;
    }

    private @Nullable WireValue<?> plain(Type declared) {
        if (!(declared instanceof Class<?> type)) {
            return null;
        }
        if (type == String.class) {
            return text;
        }
        if (type.isArray() && type.getComponentType().isPrimitive()) {
            return new ArrayValue(type.getComponentType(), limits);
        }
        if (type.isInterface() && type.isSealed()) {
            return sealed(type);
        }
        NumberValue<?> number = NumberValue.byClass().get(type);
        return number != null ? number : values.get(type);
    }

    private @Nullable WireValue<?> sealed(Class<?> type) {
        SealedValue value = new SealedValue(type);
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            WireClass each = known.get(permitted);
            if (each == null || !(values.get(permitted) instanceof RecordValue record)) {
                return null;
            }
            value.permit(each, record);
        }
        return value;
    }
}
