package org.masque.model.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the archives of real photographs beside the checkout; a test that wants one is skipped where there is none. */
final class SharedData {
    private SharedData() {}

    static Path require(String archive) {
        String configured = System.getProperty("masque.shared", "");
        List<String> places = configured.isEmpty() ? List.of("../shared", "../../shared") : List.of(configured);
        Optional<Path> found = places.stream()
                .map(place -> Path.of(place, "data", archive))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(found.isPresent(), archive + " is not beside the checkout");
        return found.orElseThrow();
    }
}
