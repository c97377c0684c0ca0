package org.masque.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says what is wrong with a file that is no HOCON, in the words of a recipe where they are known. */
final class Unreadable {
    private Unreadable() {}

    /** One problem of what the library refused. */
    static Problem because(com.typesafe.config.ConfigException e, Place root) {
        Place place = Place.of(e.origin(), root);
        return decimalComma(place)
                .map(comma -> Problem.of("", comma.message(), comma.remedy()))
                .orElseGet(() -> Problem.of("", Place.messageWithoutPlace(e), remedy(e)))
                .at(place);
    }

    private static String remedy(com.typesafe.config.ConfigException e) {
        if (e instanceof IncludeException include) {
            return include.remedy();
        }
        return e instanceof com.typesafe.config.ConfigException.IO
                ? "make it a file you may read"
                : "mend the HOCON there, then the keys are checked";
    }

    // The library tells the line of the comma, or the next one.
    private static Optional<DecimalComma> decimalComma(Place place) {
        if (place.line() == 0) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(Path.of(place.origin()));
            return lines.subList(Math.max(0, place.line() - 2), Math.min(lines.size(), place.line())).stream()
                    .flatMap(line -> DecimalComma.in(line).stream())
                    .reduce((first, second) -> second);
        } catch (IOException | RuntimeException unknown) {
            return Optional.empty();
        }
    }
}
