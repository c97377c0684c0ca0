package org.masque.ops.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No two things that the page draws have colours that are taken for each other. */
class PageColoursTest {
    // A difference of 2.3 is just seen side by side (CIE 1976); apart from each other, in thin lines, it takes more.
    private static final double LEAST_DIFFERENCE = 12;
    private static final Pattern COLOUR = Pattern.compile("--([\\w-]+): #(\\p{XDigit}{6})");
    private static final Pattern DRAWN =
            Pattern.compile("run-\\d|part-\\w+|mark-\\w+|masked|thrown|untrained|good|danger");

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void aColourMeansOneThing(String theme) throws IOException {
        Map<String, double[]> colours = drawn(theme);
        assertThat(colours).hasSizeGreaterThan(18);
        List<String> confused = new ArrayList<>();
        colours.forEach((one, colour) -> colours.forEach((other, otherColour) -> {
            if (one.compareTo(other) < 0 && difference(colour, otherColour) < LEAST_DIFFERENCE) {
                confused.add(one + " and " + other);
            }
        }));

        assertThat(confused).isEmpty();
    }

    private static Map<String, double[]> drawn(String theme) throws IOException {
        String css;
        try (InputStream file =
                Objects.requireNonNull(PageColoursTest.class.getResourceAsStream("/page/assets/page.css"))) {
            css = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        int begin = css.indexOf("color-scheme: " + theme + ";");
        Map<String, double[]> colours = new TreeMap<>();
        Matcher found = COLOUR.matcher(css.substring(begin, css.indexOf('}', begin)));
        while (found.find()) {
            if (DRAWN.matcher(found.group(1)).matches()) {
                colours.put(found.group(1), lab(Integer.parseInt(found.group(2), 16)));
            }
        }
        return colours;
    }

    private static double difference(double[] one, double[] other) {
        return Math.hypot(Math.hypot(one[0] - other[0], one[1] - other[1]), one[2] - other[2]);
    }

    // From sRGB by XYZ to CIE L*a*b* for the white of daylight, D65.
    private static double[] lab(int rgb) {
        double red = linear(rgb >> 16);
        double green = linear(rgb >> 8);
        double blue = linear(rgb);
        double x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
        double y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
        double z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double linear(int channel) {
        double value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static double root(double value) {
        return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16.0 / 116;
    }
}
