package org.masque.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** Turns a HOCON value into the Java value of a key; a number or truth value may be quoted, as HOCON allows. */
final class ValueReader {
    private ValueReader() {}

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException with a message for the user, where the value has another type
     */
    static Object read(Key key, ConfigValue value) {
        if (key.type() == List.class) {
            return elements(value).stream()
                    .map(element -> single(key.elementType(), element))
                    .toList();
        }
        if (key.isPath()) {
            return HomeFolder.expand(text(value));
        }
        return key.type().isRecord() ? numbers(key.type(), value) : single(key.type(), value);
    }

    private static Object single(Class<?> type, ConfigValue value) {
        if (type == int.class || type == Integer.class || type == long.class) {
            return integer(type, value);
        }
        if (type == double.class) {
            return decimal(value).doubleValue();
        }
        if (type.isEnum()) {
            return constant(type, value);
        }
        return type == boolean.class ? truth(value) : text(value);
    }

    private static Object integer(Class<?> type, ConfigValue value) {
        BigDecimal number = decimal(value);
        try {
            if (type != long.class) {
                return number.intValueExact();
            }
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(shown(value) + " is not a whole number of " + type + " size", e);
        }
    }

    private static BigDecimal decimal(ConfigValue value) {
        String text = text(value).strip();
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            String why = DecimalComma.of(text)
                    .map(comma -> comma.message() + ": " + comma.remedy())
                    .orElse(shown(value) + " is not a number");
            throw new IllegalArgumentException(why, e);
        }
    }

    private static Object numbers(Class<?> type, ConfigValue value) {
        Object[] numbers = elements(value).stream()
                .map(element -> decimal(element).doubleValue())
                .toArray();
        int wanted = type.getRecordComponents().length;
        if (numbers.length != wanted) {
            throw new IllegalArgumentException(shown(value) + " has not the right length: " + numbers.length
                    + " numbers in place of " + wanted
                    + (numbers.length == 2 * wanted ? "; numbers have a decimal point, as in 0.5" : ""));
        }
        return RecipeValues.construct(type, numbers);
    }

    private static List<ConfigValue> elements(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list;
        }
        throw new IllegalArgumentException(shown(value) + " is not a list");
    }

    private static Object constant(Class<?> type, ConfigValue value) {
        String name = text(value);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> Key.choice((Enum<?>) constant).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(shown(value) + " is no such choice"));
    }

    private static boolean truth(ConfigValue value) {
        return switch (text(value)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(shown(value) + " is not true or false");
        };
    }

    private static String text(ConfigValue value) {
        if (value.valueType() == ConfigValueType.OBJECT
                || value.valueType() == ConfigValueType.LIST
                || value.valueType() == ConfigValueType.NULL) {
            throw new IllegalArgumentException(shown(value) + " is not a single value");
        }
        return value.atKey("value").getString("value");
    }

    /** The value as written, shortened. */
    static String shown(ConfigValue value) {
        String text = value.render(ConfigRenderOptions.concise());
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
