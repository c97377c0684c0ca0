package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import org.masque.model.data.Views;
import org.masque.model.tensor.TensorRef;

/**
 * Collects both kinds of features of a labelled set, a few images at a time.
 *
 * <p>Whoever drives it may stop between two calls, and closes it. Images that cannot be read are left out.
 */
final class FeatureCollection implements AutoCloseable {
    private static final int CHUNK = 128;

    private final LabelledSet set;
    private final FeatureExtractor extractor;
    private final TensorRef classTokens;
    private final TensorRef patchMeans;
    private final int[] labels;
    private int asked;
    private int collected;

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    FeatureCollection(LabelledSet set, FeatureExtractor extractor) {
        this.set = set;
        this.extractor = extractor;
        this.classTokens = TensorRef.zeros(set.count(), extractor.width());
        this.patchMeans = TensorRef.zeros(set.count(), extractor.width());
        this.labels = new int[set.count()];
    }

    /** Extracts the next few; false when there are none left. */
    boolean advance() {
        if (asked >= set.count()) {
            return false;
        }
        int[] ids = new int[Math.min(CHUNK, set.count() - asked)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = asked + i;
        }
        asked += ids.length;
        try (Views views = set.images().load(0, ids)) {
            extract(views);
        }
        return asked < set.count();
    }

    /** How many images it has asked for. */
    int done() {
        return asked;
    }

    /** How many there are. */
    int images() {
        return set.count();
    }

    private void extract(Views views) {
        int size = views.size();
        if (size == 0) {
            return;
        }
        long width = extractor.width();
        extractor.extract(
                views.tensor(),
                classTokens.tensor().slice(collected * width, size, width),
                patchMeans.tensor().slice(collected * width, size, width));
        for (int i = 0; i < size; i++) {
            labels[collected + i] = set.label().applyAsInt(views.ids()[i]);
        }
        collected += size;
    }

    /** A copy of the features of one kind. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    Features features(FeatureKind kind) {
        TensorRef from = kind == FeatureKind.CLASS_TOKEN ? classTokens : patchMeans;
        TensorRef copy = TensorRef.zeros(collected, extractor.width());
        copy.tensor().copyFrom(from.tensor().slice(0, collected, extractor.width()));
        return Features.own(copy, Arrays.copyOf(labels, collected));
    }

    @Override
    public void close() {
        classTokens.close();
        patchMeans.close();
    }
}
