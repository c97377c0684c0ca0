package org.masque.actors.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A list or a set: its size, then the elements. */
final class CollectionValue extends WireValue<Collection<?>> {
    private final WireLimits limits;
    private final WireValue<Object> element;
    private final Function<List<Object>, Collection<?>> maker;

    private CollectionValue(WireLimits limits, WireValue<Object> element, Function<List<Object>, Collection<?>> maker) {
        this.limits = limits;
        this.element = element;
        this.maker = maker;
    }

    static CollectionValue list(WireValue<Object> element, WireLimits limits) {
        return new CollectionValue(limits, element, List::copyOf);
    }

    /** In the order in which it was written. */
    static CollectionValue set(WireValue<Object> element, WireLimits limits) {
        return new CollectionValue(limits, element, CollectionValue::distinct);
    }

    private static Set<Object> distinct(List<Object> elements) {
        Set<Object> set = new LinkedHashSet<>(elements);
        if (set.size() < elements.size()) {
            throw new WireException(RejectionReason.MALFORMED, "a set with an element twice");
        }
        return set;
    }

    @Override
    int fewestBytes() {
        return 1;
    }

    @Override
    void put(Kryo kryo, Output output, Collection<?> values) {
        checkSize(values.size(), limits.elements(), "collection");
        output.writeVarInt(values.size(), true);
        for (Object value : values) {
            element.putNested(kryo, output, value);
        }
    }

    @Override
    Collection<?> take(Kryo kryo, GuardedInput input) {
        int size = input.size(element.fewestBytes(), limits.elements());
        input.claim(size);
        List<Object> elements = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            elements.add(element.takeNested(kryo, input, Object.class));
        }
        return maker.apply(elements);
    }
}
