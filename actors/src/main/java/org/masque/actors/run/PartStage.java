package org.masque.actors.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.masque.config.Recipe;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointContent;
import org.masque.model.checkpoint.CheckpointFile;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.checkpoint.Retention;
import org.masque.model.checkpoint.Sha256;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.kernels.Kernels;
import org.masque.model.maps.MapStore;
import org.masque.model.parts.LearnedState;
import org.masque.model.parts.OtherPartsException;
import org.masque.model.parts.PartLearner;
import org.masque.model.parts.PartLoss;
import org.masque.model.parts.PartProvider;
import org.masque.model.parts.PartStep;
import org.masque.model.parts.PartStore;
import org.masque.model.parts.PartStoreHeader;
import org.masque.model.vit.AttentionMaps;

/**
 * Finds the parts of all images: learns them if the provider learns, then labels every image into the store.
 *
 * <p>A checkpoint follows every epoch of learning and a request to stop, so the same call goes on where it was, with
 * the same numbers to the last bit. It runs on the caller's thread; {@link #requestStop} may come from any.
 */
public final class PartStage {
    /** How a call ended. */
    public enum End {
        FINISHED,
        STOPPED
    }

    /** Hears what is done, on the stage's thread. */
    public interface Progress {
        /** Nobody listens. */
        Progress SILENT = new Progress() {
            @Override
            public void learned(long step, long steps, PartLoss loss) {}

            @Override
            public void labelled(int images, int all) {}
        };

        /** A step of learning was done. */
        void learned(long step, long steps, PartLoss loss);

        /** So many images were labelled. */
        void labelled(int images, int all);
    }

    /** The file of a checkpoint that holds what was learned. */
    static final String STATE = "parts.safetensors";

    private static final int LABEL_CHUNK = 64;
    private static final int CHUNKS_PER_SYNC = 16;
    private static final Retention RETENTION = new Retention(2, 0);

    private final Recipe recipe;
    private final PartFolder folder;
    private final RunData data;
    private final FrozenEncoder encoder;
    private final Progress progress;
    private final CheckpointStore checkpoints;
    private final PartStoreHeader header;
    private volatile boolean stopping;

    /**
     * Prepares the stage.
     *
     * @param folder where to leave everything
     * @param data borrowed
     * @param encoder borrowed
     * @param version of Masque
     */
    public PartStage(
            Recipe recipe, PartFolder folder, RunData data, FrozenEncoder encoder, String version, Progress progress) {
        this.recipe = recipe;
        this.folder = folder;
        this.data = data;
        this.encoder = encoder;
        this.progress = progress;
        this.checkpoints = new CheckpointStore(folder.path(), version);
        this.header = PartFinder.header(recipe, encoder, data);
    }

    /** Asks for a stop after the step in hand, with everything saved. */
    public void requestStop() {
        stopping = true;
    }

    /**
     * Does what is left to do.
     *
     * @throws IOException if files cannot be read or written, or the folder holds parts that were made otherwise
     * @throws PartsDivergedException if learning them came to no number
     */
    public End run(Kernels kernels) throws IOException {
        Files.createDirectories(folder.path());
        try (PartStore store = PartStore.forWriting(folder.labels(), header);
                PartProvider provider = PartFinder.of(recipe, recipe.parts().provider(), encoder.weights(), kernels)) {
            requireAttention(store);
            if (store.isComplete()) {
                return End.FINISHED;
            }
            if (provider instanceof PartLearner learner && !learn(learner)) {
                return End.STOPPED;
            }
            return label(provider, store, kernels) ? End.FINISHED : End.STOPPED;
        }
    }

    // Without it the kept patches would be drawn by chance, without a word.
    private void requireAttention(PartStore store) throws IOException {
        if (recipe.parts().kept() < 1 && store.labelled() > 0 && Files.notExists(folder.attention())) {
            throw new OtherPartsException(folder.labels() + " was made with parts.kept = 1, without the attention that"
                    + " chooses which patches are kept: delete it to label the images again; what was learned stays");
        }
    }

    // --- learning

    private int images() {
        return data.train().size();
    }

    private int batchSize() {
        return Math.min(recipe.parts().batchSize(), images());
    }

    private long stepsPerEpoch() {
        return images() / batchSize();
    }

    private long steps() {
        return stepsPerEpoch() * recipe.parts().epochs();
    }

    // Whether it was learned to the end.
    private boolean learn(PartLearner learner) throws IOException {
        long done = restore(learner);
        ViewSource views = data.wholeImages();
        long saved = done;
        while (done < steps() && !stopping) {
            learnStep(learner, views, done + 1);
            done++;
            if (done % stepsPerEpoch() == 0) {
                save(learner, done);
                saved = done;
            }
        }
        if (saved < done) {
            save(learner, done);
        }
        return done == steps();
    }

    private void learnStep(PartLearner learner, ViewSource views, long step) {
        try (Views batch = views.load(0, batch(step - 1))) {
            if (batch.size() == 0) {
                return;
            }
            PartLoss loss = learner.learn(
                    batch.tensor(), new PartStep(step, (float) recipe.parts().learningRate()));
            if (!loss.isFinite()) {
                throw new PartsDivergedException(
                        "the loss of parts is not finite at step " + step + ": " + loss + "; lower parts.learningRate");
            }
            progress.learned(step, steps(), loss);
        }
    }

    /** The images of a step, 0-based: each epoch goes through the set in another order, and leaves the rest out. */
    private int[] batch(long step) {
        int epoch = Math.toIntExact(step / stepsPerEpoch());
        int[] order = Randomness.order(images(), Randomness.of(recipe.run().seed(), epoch + 1, -1, Purpose.PARTS));
        int from = Math.toIntExact(step % stepsPerEpoch()) * batchSize();
        return Arrays.copyOfRange(order, from, from + batchSize());
    }

    private String hash() {
        return hash(header);
    }

    /** What checkpoints say of the labels that they lead to. */
    static String hash(PartStoreHeader header) {
        return Sha256.of(header.provenance().text().getBytes(StandardCharsets.UTF_8));
    }

    private void save(PartLearner learner, long step) throws IOException {
        LearnedState state = learner.state();
        checkpoints.save(
                new CheckpointContent(
                        step,
                        step / stepsPerEpoch(),
                        hash(),
                        Map.of(),
                        List.of(new CheckpointFile(STATE, state::writeTo))),
                RETENTION);
    }

    private long restore(PartLearner learner) throws IOException {
        checkpoints.cleanStale();
        Optional<Checkpoint> newest = checkpoints.newestValid();
        if (newest.isEmpty()) {
            return 0;
        }
        try (Checkpoint checkpoint = newest.get();
                SafetensorsFile file = SafetensorsFile.open(checkpoint.file(STATE))) {
            if (!checkpoint.manifest().configHash().equals(hash())) {
                throw new IOException(checkpoint.folder() + " holds parts that were learned otherwise: delete "
                        + folder.path() + " to learn them anew");
            }
            learner.restore(LearnedState.read(file));
            return checkpoint.manifest().step();
        }
    }

    // --- labelling

    // Whether all images were labelled.
    private boolean label(PartProvider provider, PartStore store, Kernels kernels) throws IOException {
        try (Attention attention = new Attention(kernels)) {
            ViewSource views = data.wholeImages();
            int next = store.labelled();
            for (int chunk = 1; next < images() && !stopping; chunk++) {
                int[] ids = IntStream.range(next, Math.min(images(), next + LABEL_CHUNK))
                        .toArray();
                try (Views some = views.load(0, ids)) {
                    label(provider, store, some);
                    attention.write(some);
                }
                next += ids.length;
                if (chunk % CHUNKS_PER_SYNC == 0) {
                    store.labelledBefore(next);
                }
                progress.labelled(next, images());
            }
            store.labelledBefore(next);
            return next == images();
        }
    }

    private static void label(PartProvider provider, PartStore store, Views views) {
        if (views.size() == 0) {
            return;
        }
        byte[][] labels = provider.label(views.tensor(), views.ids());
        for (int i = 0; i < labels.length; i++) {
            store.write(views.ids()[i], labels[i]);
        }
    }

    /** The attention maps that choose which patches are kept; none where all are. */
    private final class Attention implements AutoCloseable {
        private final @Nullable MapStore store;
        private final @Nullable AttentionMaps maps;

        @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
        Attention(Kernels kernels) throws IOException {
            boolean wanted = recipe.parts().kept() < 1;
            store = wanted ? MapStore.open(folder.attention(), images(), header.grid()) : null;
            maps = wanted ? new AttentionMaps(encoder.weights(), kernels) : null;
        }

        void write(Views views) {
            if (store == null || maps == null || views.size() == 0) {
                return;
            }
            float[][] made = maps.of(views.tensor());
            for (int i = 0; i < made.length; i++) {
                store.write(views.ids()[i], made[i], 0, 0);
            }
        }

        @Override
        public void close() throws IOException {
            if (store != null && maps != null) {
                maps.close();
                store.close();
            }
        }
    }
}
