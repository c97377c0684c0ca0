package org.masque.actors.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.masque.config.PartKind;
import org.masque.config.Recipe;
import org.masque.masking.PatchGrid;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.masking.score.PixelLabels;
import org.masque.model.data.DataException;
import org.masque.model.data.ShapesSource;
import org.masque.model.data.Split;
import org.masque.model.data.Views;
import org.masque.model.kernels.Kernels;
import org.masque.model.parts.LabelAgreement;
import org.masque.model.parts.PartProvider;
import org.masque.model.parts.PartStore;
import org.masque.model.score.PartLabels;
import org.masque.model.vit.Weights;

/**
 * Compares parts with the true parts of generated scenes.
 *
 * <p>Beside a run's labels stand those of providers that need no learning, and a fixed division of every image into
 * equal boxes: objects stand in the middle, so that even position says something of the truth.
 *
 * @param recipe of generated scenes
 * @param data the images, borrowed
 * @param ids of the images, not copied
 */
public record PartScores(Recipe recipe, RunData data, int[] ids) {
    private static final int CHUNK = 64;
    private static final List<PartKind> UNLEARNED = List.of(PartKind.HEADS, PartKind.IMAGE_CLUSTERS);

    /** One row: the means over images. */
    private record Row(
            String name,
            double normalized,
            double chance,
            double adjusted,
            double told,
            double filled,
            double largest) {}

    /**
     * Makes a table with a line for each way to find parts.
     *
     * @param scored hears of every scored image, of which there are {@link #all}
     * @throws DataException if the images are not generated scenes
     */
    public String table(PartStore labels, Weights encoder, Kernels kernels, Runnable scored) {
        if (!(data.train() instanceof ShapesSource)) {
            throw new DataException("only generated scenes (data.kind = shapes, data.limit = 0) have true parts");
        }
        List<Row> rows = new ArrayList<>();
        String own = labels.header().provenance().entries().getOrDefault("parts.provider", "labels");
        rows.add(row(
                "labels of the run (" + own + ")",
                ofStore(labels),
                labels.header().parts(),
                scored));
        for (PartKind kind : UNLEARNED) {
            try (PartProvider provider = PartFinder.of(recipe, kind, encoder, kernels)) {
                String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
                rows.add(row(name, ofProvider(provider), provider.parts(), scored));
            }
        }
        byte[][] boxes = new byte[ids.length][];
        Arrays.fill(boxes, PartLabels.boxes(labels.header().grid(), 2, 3));
        rows.add(row("fixed boxes, 2 x 3", boxes, 6, scored));
        return render(rows);
    }

    /** How many images are scored, each once a line. */
    public int all() {
        return (UNLEARNED.size() + 2) * ids.length;
    }

    private byte[][] ofStore(PartStore labels) {
        byte[][] read = new byte[ids.length][];
        for (int place = 0; place < ids.length; place++) {
            read[place] = Objects.requireNonNull(labels.read(ids[place]), "a generated scene without parts");
        }
        return read;
    }

    private byte[][] ofProvider(PartProvider provider) {
        byte[][] labels = new byte[ids.length][];
        for (int first = 0; first < ids.length; first += CHUNK) {
            int[] some = Arrays.copyOfRange(ids, first, Math.min(ids.length, first + CHUNK));
            // No generated scene is bad, so that all are there in this order.
            try (Views views = data.wholeImages().load(0, some)) {
                System.arraycopy(provider.label(views.tensor(), views.ids()), 0, labels, first, some.length);
            }
        }
        return labels;
    }

    // The scenes have as many pixels as the drawing; views of another size show the same parts.
    private Row row(String name, byte[][] labels, int parts, Runnable scored) {
        ShapesSource truth = new ShapesSource(data.train().size(), recipe.run().seed(), Split.TRAIN);
        PatchGrid grid = RecipeParts.shape(recipe).grid();
        double[] sums = new double[4];
        int[] filled = new int[parts];
        double largest = 0;
        double images = ids.length;
        for (int place = 0; place < ids.length; place++) {
            LabelAgreement agreement = LabelAgreement.of(
                    labels[place],
                    grid,
                    new PixelLabels(ShapesSource.SIDE, ShapesSource.SIDE, truth.parts(ids[place])),
                    Randomness.of(recipe.run().seed(), -1, ids[place], Purpose.PARTS));
            sums[0] += agreement.normalized() / images;
            sums[1] += agreement.normalizedChance() / images;
            sums[2] += agreement.adjusted() / images;
            sums[3] += agreement.told() / images;
            int[] sizes = sizes(labels[place], parts);
            for (int part = 0; part < parts; part++) {
                filled[part] += sizes[part] > 0 ? 1 : 0;
            }
            largest += Arrays.stream(sizes).max().orElse(0) / images / labels[place].length;
            scored.run();
        }
        double least = Arrays.stream(filled).min().orElse(0) / images;
        return new Row(name, sums[0], sums[1], sums[2], sums[3], least, largest);
    }

    private static int[] sizes(byte[] labels, int parts) {
        int[] sizes = new int[parts];
        for (byte label : labels) {
            sizes[label]++;
        }
        return sizes;
    }

    private String render(List<Row> rows) {
        StringBuilder table = new StringBuilder();
        table.append(ids.length)
                .append(
                        " scenes, mutual information with the true parts over the mean entropy, mean over images; told: over the"
                                + " entropy of the truth, by chance taken off\n");
        table.append(String.format(
                Locale.ROOT,
                "%-32s %10s %10s %10s %10s %22s %14s%n",
                "parts",
                "agreement",
                "by chance",
                "adjusted",
                "told",
                "rarest part filled in",
                "largest part"));
        for (Row row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-32s %10.3f %10.3f %10.3f %10.3f %21.1f%% %13.1f%%%n",
                    row.name(),
                    row.normalized(),
                    row.chance(),
                    row.adjusted(),
                    row.told(),
                    100 * row.filled(),
                    100 * row.largest()));
        }
        return table.toString();
    }
}
