package org.masque.actors.wire;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Makes records of any class that may cross the network, from a seed and their declarations alone. */
final class RandomMessages {
    private static final String LETTERS = "aZ0-/=.\u00e9\u20ac\ud83d\ude00\u0000\n";
    private static final int DEEPEST = 5;

    private final RandomGenerator random;

    RandomMessages(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Some record of that class. */
    Object next(Class<?> type) {
        return value(type, 0);
    }

    private Object value(Type type, int depth) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic, depth);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(plain, depth);
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        if (plain.isInterface()) {
            Class<?>[] permitted = plain.getPermittedSubclasses();
            return value(permitted[random.nextInt(permitted.length)], depth);
        }
        return plain.isArray() ? array(plain.getComponentType()) : simple(plain);
    }

    private Object record(Class<?> type, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i].getGenericType(), depth + 1);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException failure) {
            throw new LinkageError(type.getName(), failure);
        }
    }

    private Object collection(ParameterizedType type, int depth) {
        int size = depth > DEEPEST ? 0 : random.nextInt(4);
        List<Object> elements = new ArrayList<>();
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object element = value(type.getActualTypeArguments()[0], depth + 1);
            if (type.getRawType() == Map.class) {
                map.put(element, value(type.getActualTypeArguments()[1], depth + 1));
            }
            elements.add(element);
        }
        if (type.getRawType() == Map.class) {
            return map;
        }
        return type.getRawType() == List.class ? elements : new LinkedHashSet<>(elements);
    }

    private Object array(Class<?> element) {
        Object array = Array.newInstance(element, random.nextInt(6));
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, simple(element));
        }
        return array;
    }

    private Object simple(Class<?> type) {
        long bits = random.nextLong();
        return switch (type.getSimpleName()) {
            case "boolean", "Boolean" -> (bits & 1) == 0;
            case "byte", "Byte" -> (byte) bits;
            case "short", "Short" -> (short) bits;
            case "char", "Character" -> (char) bits;
            case "int", "Integer" -> (int) bits;
            case "long", "Long" -> bits;
            case "float", "Float" -> random.nextFloat();
            case "double", "Double" -> random.nextDouble();
            case "String" -> text();
            default -> throw new AssertionError("cannot make a " + type);
        };
    }

    private String text() {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }
}
