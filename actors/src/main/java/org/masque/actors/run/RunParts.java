package org.masque.actors.run;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.masque.config.PartKind;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.kernels.Kernels;
import org.masque.model.parts.LearnedState;
import org.masque.model.parts.OtherPartsException;
import org.masque.model.parts.PartLearner;
import org.masque.model.parts.PartProvider;
import org.masque.model.parts.PartStore;
import org.masque.model.parts.PartStoreHeader;

/**
 * What a run's stage of parts came to, ready to label any image; owned.
 *
 * @param kind who finds the parts
 * @param encoder frozen, that they are found with
 * @param provider as it has learned
 */
public record RunParts(PartKind kind, FrozenEncoder encoder, PartProvider provider) implements AutoCloseable {
    /**
     * Opens what a run left.
     *
     * @param run its folder
     * @param recipe of the run
     * @param version of Masque
     * @param kernels borrowed
     * @throws IOException if the run has no parts or not all of them, or its encoder is not the one they were made with
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out, or closed on failure
    public static RunParts open(RunFolder run, Recipe recipe, String version, Kernels kernels) throws IOException {
        PartStoreHeader header = header(run.parts().labels());
        PartKind kind = kind(header, run.parts().labels());
        requireSameSizes(header, recipe, run.parts().labels());
        FrozenEncoder encoder = FrozenEncoder.open(encoderOf(run, recipe), recipe, version);
        try {
            requireSame(header, encoder, run.parts().labels());
            PartProvider provider = PartFinder.of(recipe, kind, encoder.weights(), kernels);
            try {
                if (provider instanceof PartLearner learner) {
                    restore(learner, run.parts(), header, version);
                }
                return new RunParts(kind, encoder, provider);
            } catch (IOException | RuntimeException failure) {
                provider.close();
                throw failure;
            }
        } catch (IOException | RuntimeException failure) {
            encoder.close();
            throw failure;
        }
    }

    // The run may have been moved since, so what its recipe says of its folder does not count.
    private static Path encoderOf(RunFolder run, Recipe recipe) {
        String given = recipe.parts().encoder();
        return given.isBlank() ? run.path().resolve(RunFolder.encoderName()) : Path.of(given);
    }

    private static PartStoreHeader header(Path labels) throws IOException {
        if (Files.notExists(labels)) {
            throw new OtherPartsException(labels + " is not there: this run found no parts");
        }
        try (PartStore store = PartStore.forReading(labels)) {
            if (!store.isComplete()) {
                throw new OtherPartsException(labels + " holds parts of " + store.labelled() + " of "
                        + store.header().images() + " images: let the run find them all first");
            }
            return store.header();
        }
    }

    private static PartKind kind(PartStoreHeader header, Path labels) throws OtherPartsException {
        String name = header.provenance().entries().getOrDefault("parts.provider", "");
        try {
            return PartKind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            throw new OtherPartsException(labels + " was made by an unknown provider: " + name);
        }
    }

    private static void requireSameSizes(PartStoreHeader header, Recipe recipe, Path labels)
            throws OtherPartsException {
        Map<String, String> made = header.provenance().entries();
        Map<String, String> wanted = Map.of(
                "parts.count", Integer.toString(recipe.parts().count()),
                "parts.channels", Integer.toString(recipe.parts().channels()));
        for (Map.Entry<String, String> each : wanted.entrySet()) {
            String value = made.getOrDefault(each.getKey(), each.getValue());
            if (!value.equals(each.getValue())) {
                throw new OtherPartsException(labels + " was made with " + each.getKey() + " = " + value
                        + ", but the recipe says " + each.getValue() + ": give the run's own recipe");
            }
        }
    }

    private static void requireSame(PartStoreHeader header, FrozenEncoder encoder, Path labels)
            throws OtherPartsException {
        String wanted = header.provenance().entries().getOrDefault("encoder SHA-256", "");
        if (!wanted.equals(encoder.hash())) {
            throw new OtherPartsException(labels + " was made with another encoder than " + encoder.origin()
                    + ": its SHA-256 was " + wanted + ", not " + encoder.hash());
        }
    }

    private static void restore(PartLearner learner, PartFolder folder, PartStoreHeader header, String version)
            throws IOException {
        Optional<Checkpoint> newest = new CheckpointStore(folder.path(), version).newestValid();
        if (newest.isEmpty()) {
            throw new OtherPartsException(folder.path() + " holds labels, but no checkpoint of what they came from");
        }
        try (Checkpoint checkpoint = newest.get();
                SafetensorsFile file = SafetensorsFile.open(checkpoint.file(PartStage.STATE))) {
            if (!checkpoint.manifest().configHash().equals(PartStage.hash(header))) {
                throw new OtherPartsException(
                        checkpoint.folder() + " holds parts that were learned otherwise than the labels beside it");
            }
            learner.restore(LearnedState.read(file));
        }
    }

    @Override
    public void close() {
        provider.close();
        encoder.close();
    }
}
