package org.masque.model.score;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.masque.masking.Randomness;
import org.masque.masking.score.ObjectShares;
import org.masque.masking.score.PartScore;
import org.masque.masking.score.PixelLabels;

/**
 * Scores the parts of one image, each beside the same with its labels shuffled: parts of the same sizes that know
 * nothing of the image.
 */
final class KnownParts {
    private static final int SHUFFLES = 10;

    private final MaskScoring.Protocol protocol;
    private final int id;
    private final PixelLabels known;

    KnownParts(MaskScoring.Protocol protocol, int id, PixelLabels known) {
        this.protocol = protocol;
        this.id = id;
        this.known = known;
    }

    void score(byte[] parts, Map<String, Double> values) {
        ObjectShares truth = ObjectShares.of(known, protocol.grid());
        both(Scores.PURITY, parts, labels -> PartScore.purity(labels, truth), values);
        protocol.images().head(id).ifPresent(box -> {
            double[] region = box.shares(known.height(), known.width(), protocol.grid());
            both(Scores.HEAD, parts, labels -> PartScore.bestCover(labels, region), values);
        });
        if (protocol.images().knowsParts()) {
            double[][] shares = known.shares(protocol.grid());
            both(Scores.INFORMATION, parts, labels -> PartScore.information(labels, shares), values);
        }
    }

    private void both(String name, byte[] parts, ToDoubleFunction<byte[]> score, Map<String, Double> values) {
        values.put(name, score.applyAsDouble(parts));
        SplittableRandom random = Randomness.of(protocol.seed(), 1, id, Randomness.Purpose.BOOTSTRAP);
        double sum = 0;
        for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
            sum += score.applyAsDouble(shuffled(parts, random));
        }
        values.put(name + Scores.SHUFFLED, sum / SHUFFLES);
    }

    private static byte[] shuffled(byte[] parts, SplittableRandom random) {
        byte[] shuffled = parts.clone();
        for (int place = shuffled.length - 1; place > 0; place--) {
            int other = random.nextInt(place + 1);
            byte moved = shuffled[place];
            shuffled[place] = shuffled[other];
            shuffled[other] = moved;
        }
        return shuffled;
    }
}
