package org.masque.model.score;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.masque.masking.score.MapScore;
import org.masque.masking.score.ObjectShares;
import org.masque.masking.score.PartScore;
import org.masque.masking.score.PixelLabels;
import org.masque.model.data.Augmentation;
import org.masque.model.data.BadImageException;
import org.masque.model.data.DataException;
import org.masque.model.data.RawImage;
import org.masque.model.data.ViewRenderer;
import org.masque.model.picture.Pixels;
import org.masque.model.picture.ScoreRow;
import org.masque.model.picture.ScoreSheet;
import org.masque.model.picture.ScoreSheet.Subject;

/** Draws the images that a network's maps or parts scored best, typically and worst on. */
public final class ScorePictures {
    private static final int LONGEST_NAME = 19;
    private static final Augmentation SEEN = new Augmentation(
            ScoreSheet.SIDE,
            ScoreSheet.SIDE,
            Augmentation.MAE_CROP_SCALE,
            Augmentation.MAE_CROP_RATIO,
            0,
            new float[3],
            new float[] {1, 1, 1});

    private final MaskScoring.Protocol protocol;

    /** Of images scored by this protocol. */
    public ScorePictures(MaskScoring.Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * Draws them as a PNG.
     *
     * @param scores at least one
     * @param each how many of the best, of the typical and of the worst
     * @param caption written below
     */
    public byte[] draw(List<ImageScore> scores, int each, List<String> caption) {
        Subject subject = scores.get(0).map().length > 0 ? Subject.MAPS : Subject.PARTS;
        String rank = subject == Subject.MAPS ? Scores.IOU : Scores.PURITY;
        List<ImageScore> ranked = scores.stream()
                .sorted(Comparator.comparing((ImageScore score) -> -score.value(rank)))
                .toList();
        int shown = Math.min(each, Math.max(1, ranked.size() / 3));
        int middle = Math.max(0, (ranked.size() - shown) / 2);
        List<ScoreRow> rows = new ArrayList<>();
        addRows("best", ranked.subList(0, shown), rows);
        addRows("typical", ranked.subList(middle, middle + shown), rows);
        addRows("worst", ranked.subList(ranked.size() - shown, ranked.size()), rows);
        return new ScoreSheet(subject, protocol.grid(), rows, caption).png();
    }

    private void addRows(String which, List<ImageScore> scores, List<ScoreRow> rows) {
        for (ImageScore score : scores) {
            try {
                rows.add(row(which, score));
            } catch (BadImageException vanished) {
                throw new DataException(
                        "an image that was scored can no longer be read: " + vanished.getMessage(), vanished);
            }
        }
    }

    private ScoreRow row(String which, ImageScore score) throws BadImageException {
        RawImage image = protocol.images().images().read(score.id());
        PixelLabels known = protocol.images().labels(score.id());
        ObjectShares truth = ObjectShares.of(known, protocol.grid());
        return score.map().length > 0
                ? new ScoreRow(
                        label(which, score),
                        pixels(image),
                        sides(known),
                        truth,
                        score.map(),
                        MapScore.heaviest(score.map(), truth.objectPatches()))
                : new ScoreRow(
                        partsLabel(which, score),
                        pixels(image),
                        sides(known),
                        truth,
                        numbers(score.parts()),
                        PartScore.onObject(score.parts(), truth));
    }

    private static float[] numbers(byte[] parts) {
        float[] numbers = new float[parts.length];
        for (int patch = 0; patch < parts.length; patch++) {
            numbers[patch] = parts[patch];
        }
        return numbers;
    }

    private List<String> partsLabel(String which, ImageScore score) {
        return List.of(
                which + ": " + shortName(score.id()),
                String.format(Locale.ROOT, "purity %.2f", score.value(Scores.PURITY)),
                String.format(Locale.ROOT, "with labels shuffled %.2f", score.value(Scores.PURITY + Scores.SHUFFLED)));
    }

    private List<String> label(String which, ImageScore score) {
        return List.of(
                which + ": " + shortName(score.id()),
                String.format(Locale.ROOT, "IoU %.2f", score.value(Scores.IOU)),
                String.format(
                        Locale.ROOT,
                        "weight on object %.2f, its area %.2f",
                        score.value(Scores.SHARE),
                        score.value(Scores.AREA)));
    }

    private String shortName(int id) {
        String name = protocol.images().images().name(id);
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.length() <= LONGEST_NAME ? last : last.substring(0, LONGEST_NAME);
    }

    private static Pixels pixels(RawImage image) {
        FloatBuffer planes = FloatBuffer.allocate(SEEN.viewLength());
        new ViewRenderer(SEEN).render(image, Augmentation.whole(image.height(), image.width()), planes, 0);
        int area = ScoreSheet.SIDE * ScoreSheet.SIDE;
        float[] rgb = new float[3 * area];
        for (int pixel = 0; pixel < area; pixel++) {
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * pixel + channel] = planes.get(channel * area + pixel);
            }
        }
        return new Pixels(ScoreSheet.SIDE, ScoreSheet.SIDE, rgb);
    }

    // What each pixel of the sheet's cell shows, by the nearest pixel of the image.
    private static byte[] sides(PixelLabels known) {
        byte[] sides = new byte[ScoreSheet.SIDE * ScoreSheet.SIDE];
        for (int row = 0; row < ScoreSheet.SIDE; row++) {
            int y = row * known.height() / ScoreSheet.SIDE;
            for (int column = 0; column < ScoreSheet.SIDE; column++) {
                int x = column * known.width() / ScoreSheet.SIDE;
                sides[row * ScoreSheet.SIDE + column] = known.labels()[y * known.width() + x];
            }
        }
        return sides;
    }
}
