package org.masque.model.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import org.masque.masking.CropBox;
import org.masque.masking.MapTransport;
import org.masque.masking.PatchGrid;
import org.masque.masking.ViewGeometry;
import org.masque.masking.score.Correlation;
import org.masque.masking.score.MapScore;
import org.masque.masking.score.ObjectShares;
import org.masque.masking.score.PartScore;
import org.masque.masking.score.PixelLabels;
import org.masque.model.data.Augmentation;
import org.masque.model.data.BadImageException;
import org.masque.model.data.RawImage;
import org.masque.model.data.SegmentedImages;
import org.masque.model.data.SkipBudget;
import org.masque.model.data.SkipReason;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/**
 * Scores the maps and parts of networks image by image.
 *
 * <p>Maps and parts are made of whole images squashed to the view's size, as in training. For stability the middle of
 * the image is compared with the middle moved by a few pixels of a view, up, down, left and right: what the map or the
 * parts of the middle would be after the move, against what they are. For one thread.
 */
public final class MaskScoring {
    /**
     * On what it is done how.
     *
     * @param images with what is known of them, borrowed
     * @param view the size and normalisation that the network expects
     * @param grid the patches of a view
     * @param shifts distances for stability, in pixels of a view, each at least 1
     * @param seed of the shuffled labels
     */
    public record Protocol(SegmentedImages images, Augmentation view, PatchGrid grid, List<Integer> shifts, long seed) {
        public Protocol {
            shifts = List.copyOf(shifts);
            if (shifts.stream().anyMatch(shift -> shift < 1)) {
                throw new IllegalArgumentException("shifts of " + shifts + " pixels: each must be at least 1");
            }
        }
    }

    private final Protocol protocol;
    private final SkipBudget budget;
    private final ShiftedViews views;

    /**
     * Begins with nothing read.
     *
     * @param budget counts images that cannot be read, and says when there are too many
     */
    public MaskScoring(Protocol protocol, SkipBudget budget) {
        this.protocol = protocol;
        this.budget = budget;
        this.views = new ShiftedViews(protocol.view(), protocol.shifts());
    }

    /**
     * Scores one network on some images; those that cannot be read, or show nothing but object or nothing but
     * background, are left out.
     *
     * @param progress hears how many are done, the left out ones among them
     */
    public List<ImageScore> score(ScoredNetwork network, int[] ids, IntConsumer progress) {
        List<ImageScore> scores = new ArrayList<>();
        for (int done = 0; done < ids.length; done++) {
            int id = ids[done];
            try {
                RawImage image = protocol.images().images().read(id);
                PixelLabels known = protocol.images().labels(id);
                requireSameSize(id, image, known);
                if (ObjectShares.of(known, protocol.grid()).isTelling()) {
                    scores.add(score(network, id, image, known));
                }
            } catch (BadImageException bad) {
                budget.skipped(bad);
            }
            progress.accept(done + 1);
        }
        return scores;
    }

    private void requireSameSize(int id, RawImage image, PixelLabels known) throws BadImageException {
        if (image.height() != known.height() || image.width() != known.width()) {
            throw new BadImageException(
                    protocol.images().images().name(id), SkipReason.UNDECODABLE, "its labels are of another size");
        }
    }

    private ImageScore score(ScoredNetwork network, int id, RawImage image, PixelLabels known) {
        List<CropBox> crops = views.crops(image.height(), image.width());
        Map<String, Double> values = new LinkedHashMap<>();
        try (TensorRef rendered = views.render(image, crops)) {
            MapSource source = network.maps();
            float[][] maps = source == null ? new float[1][0] : source.of(rendered.tensor());
            if (source != null) {
                scoreMap(maps, crops, known, values);
            }
            PartLabels provider = network.parts();
            byte[][] parts = provider == null ? new byte[1][0] : labels(provider, rendered.tensor(), id);
            if (provider != null) {
                scoreParts(parts, crops, new KnownParts(protocol, id, known), values);
            }
            return new ImageScore(id, values, maps[ShiftedViews.WHOLE], parts[ShiftedViews.WHOLE]);
        }
    }

    private static byte[][] labels(PartLabels parts, Tensor rendered, int id) {
        int[] ids = new int[Math.toIntExact(rendered.shape()[0])];
        Arrays.fill(ids, id);
        return parts.label(rendered, ids);
    }

    private void scoreMap(float[][] maps, List<CropBox> crops, PixelLabels known, Map<String, Double> values) {
        MapScore score = MapScore.of(maps[ShiftedViews.WHOLE], ObjectShares.of(known, protocol.grid()));
        values.put(Scores.SHARE, score.share());
        values.put(Scores.AREA, score.area());
        values.put(Scores.RATIO, score.ratio());
        values.put(Scores.DIFFERENCE, score.difference());
        values.put(Scores.IOU, score.iou());
        for (int distance = 0; distance < protocol.shifts().size(); distance++) {
            String name = Scores.mapStability(protocol.shifts().get(distance));
            values.put(name, averageOver(distance, moved -> {
                ViewGeometry move = ShiftedViews.withinMiddle(crops.get(moved), crops.get(ShiftedViews.MIDDLE));
                float[] expected =
                        MapTransport.carry(maps[ShiftedViews.MIDDLE], protocol.grid(), move, protocol.grid());
                return Correlation.of(expected, maps[moved]);
            }));
        }
    }

    private void scoreParts(byte[][] labels, List<CropBox> crops, KnownParts known, Map<String, Double> values) {
        known.score(labels[ShiftedViews.WHOLE], values);
        for (int distance = 0; distance < protocol.shifts().size(); distance++) {
            String name = Scores.partStability(protocol.shifts().get(distance));
            values.put(name, averageOver(distance, moved -> {
                ViewGeometry move = ShiftedViews.withinMiddle(crops.get(moved), crops.get(ShiftedViews.MIDDLE));
                byte[] expected =
                        MapTransport.carryLabels(labels[ShiftedViews.MIDDLE], protocol.grid(), move, protocol.grid());
                return PartScore.agreement(expected, labels[moved]);
            }));
        }
    }

    private static double averageOver(int distance, IntToDoubleFunction score) {
        double sum = 0;
        for (int direction = 0; direction < ShiftedViews.perDistance(); direction++) {
            sum += score.applyAsDouble(ShiftedViews.first(distance) + direction);
        }
        return sum / ShiftedViews.perDistance();
    }
}
