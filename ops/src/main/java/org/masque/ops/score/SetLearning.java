package org.masque.ops.score;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.masque.config.PartsSettings;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.data.Augmentation;
import org.masque.model.data.BadImageException;
import org.masque.model.data.ImageSource;
import org.masque.model.data.RawImage;
import org.masque.model.data.ViewRenderer;
import org.masque.model.parts.PartLearner;
import org.masque.model.parts.PartStep;
import org.masque.model.score.MaskScoring;
import org.masque.model.tensor.TensorRef;
import org.masque.ops.progress.PhaseProgress;

/**
 * Lets clusters learn from the scored images, whole and without what is known of them, in as many passes as the
 * recipe's section {@code parts} says.
 *
 * @param protocol which images, and how they are shown
 * @param settings how many passes and images a step
 * @param seed of the order
 */
record SetLearning(MaskScoring.Protocol protocol, PartsSettings settings, long seed) {
    void teach(PartLearner learner) {
        int size = protocol.images().images().size();
        int batch = Math.min(settings.batchSize(), size);
        long step = 0;
        long steps = (long) settings.epochs() * (size / batch);
        try (PhaseProgress progress = PhaseProgress.begin("learning clusters of the set", steps, "steps")) {
            for (int pass = 0; pass < settings.epochs(); pass++) {
                int[] order = order(size, pass);
                for (int first = 0; first + batch <= size; first += batch) {
                    teach(learner, order, first, batch, ++step);
                    progress.reached(step, "");
                }
            }
        }
    }

    private int[] order(int size, int pass) {
        return Randomness.order(size, Randomness.of(seed, pass + 1, -1, Purpose.PARTS));
    }

    private void teach(PartLearner learner, int[] order, int first, int count, long step) {
        Augmentation view = protocol.view();
        float[] pixels = new float[count * view.viewLength()];
        int shown = 0;
        for (int each = first; each < first + count; each++) {
            shown += render(order[each], pixels, shown) ? 1 : 0;
        }
        if (shown > 0) {
            try (TensorRef images = TensorRef.zeros(shown, 3, view.imageHeight(), view.imageWidth())) {
                images.tensor().copyFrom(Arrays.copyOf(pixels, shown * view.viewLength()));
                learner.learn(images.tensor(), new PartStep(step, (float) settings.learningRate()));
            }
        }
    }

    // An image that cannot be read is counted when it is scored.
    private boolean render(int id, float[] pixels, int place) {
        ImageSource source = protocol.images().images();
        try {
            RawImage image = source.read(id);
            FloatBuffer into = FloatBuffer.allocate(protocol.view().viewLength());
            new ViewRenderer(protocol.view()).render(image, Augmentation.whole(image.height(), image.width()), into, 0);
            into.get(
                    0,
                    pixels,
                    place * protocol.view().viewLength(),
                    protocol.view().viewLength());
            return true;
        } catch (BadImageException unreadable) {
            return false;
        }
    }
}
