package org.masque.actors.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.masque.actors.PicturePainter;
import org.masque.actors.WeightsSnapshot;
import org.masque.config.Recipe;
import org.masque.masking.MaskContext;
import org.masque.masking.MaskSchedule;
import org.masque.masking.PatchGrid;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.data.ImageSource;
import org.masque.model.data.Views;
import org.masque.model.interop.NamedWrite;
import org.masque.model.kernels.Kernels;
import org.masque.model.maps.MapProviders;
import org.masque.model.objective.PixelTarget;
import org.masque.model.objective.Reconstruction;
import org.masque.model.picture.PictureCaption;
import org.masque.model.picture.PictureColumn;
import org.masque.model.picture.PictureRow;
import org.masque.model.picture.PictureSheet;
import org.masque.model.picture.Pixels;
import org.masque.model.picture.PredictionNote;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.PatchMaps;

/** Draws the same few images with every snapshot: what it attends to, what is masked, what it predicts. */
public final class PictureSheets implements PicturePainter.Sheet {
    private static final int LONGEST_LABEL = 24;
    private static final int MOST_FRAMES = 240;

    private final Recipe recipe;
    private final RunData data;
    private final Path folder;
    private final int[] ids;
    private final @Nullable PartPlanner parts;
    private final @Nullable PictureFrames frames;

    /**
     * Sheets of a run.
     *
     * @param data borrowed
     * @param folder where the files go
     * @param images on a sheet, from the training set
     */
    public PictureSheets(Recipe recipe, RunData data, Path folder, int images) {
        this(recipe, data, folder, images, null);
    }

    /**
     * Sheets of a run that masks by parts.
     *
     * @param parts knows the parts, borrowed; null where there are none
     */
    PictureSheets(Recipe recipe, RunData data, Path folder, int images, @Nullable PartPlanner parts) {
        this(recipe, data, folder, data.some(images), parts, null);
    }

    private PictureSheets(
            Recipe recipe,
            RunData data,
            Path folder,
            int[] ids,
            @Nullable PartPlanner parts,
            @Nullable PictureFrames frames) {
        this.parts = parts;
        this.recipe = recipe;
        this.data = data;
        this.folder = folder;
        this.ids = ids;
        this.frames = frames;
    }

    /**
     * The same sheets of a run in progress: with its epochs, each also as a frame of a film, of which some are kept.
     */
    public PictureSheets withFrames() {
        return new PictureSheets(recipe, data, folder, ids, parts, new PictureFrames(folder, ids, MOST_FRAMES));
    }

    @Override
    public Path draw(WeightsSnapshot snapshot, long step, Kernels kernels) throws IOException {
        List<PictureColumn> columns = parts == null ? PictureColumn.usual() : PictureColumn.ofParts();
        List<PictureRow> rows = rows(snapshot, kernels);
        byte[] png = new PictureSheet(columns, rows, caption(step, snapshot.version())).png();
        Files.createDirectories(folder);
        if (frames != null) {
            frames.write(step, columns, rows);
        }
        Path file = folder.resolve(String.format(Locale.ROOT, "step-%07d.png", step));
        NamedWrite.to(file, png.length, () -> Files.write(file, png));
        return file;
    }

    PictureCaption caption(long step, long version) {
        return new PictureCaption(recipe.run().name(), step, epochsDone(step), version, note());
    }

    // Of a network alone it is not known: its images may be others than it was trained on.
    private double epochsDone(long step) {
        return frames == null
                ? Double.NaN
                : RecipeParts.schedule(recipe, data.train().size()).fractionalEpoch(step);
    }

    private PredictionNote note() {
        return RecipeParts.target(recipe).pixels() == PixelTarget.Pixels.PLAIN
                ? PredictionNote.PIXELS
                : PredictionNote.PATCH_STATISTICS;
    }

    private List<PictureRow> rows(WeightsSnapshot snapshot, Kernels kernels) {
        List<PictureRow> rows = new ArrayList<>();
        try (Views views = data.wholeImages().load(0, ids);
                PatchMaps maps = MapProviders.of(recipe.masking()).over(snapshot.weights(), kernels);
                Reconstruction reconstruction =
                        new Reconstruction(snapshot.weights(), RecipeParts.target(recipe), kernels)) {
            float[][] made = maps.of(views.tensor());
            for (int i = 0; i < views.size(); i++) {
                Tensor view = view(views.tensor(), i);
                MaskContext context = context(views, i, snapshot.epoch(), made[i]);
                byte[] states = states(views.ids()[i], context);
                rows.add(new PictureRow(
                        label(data, views.ids()[i]),
                        pixels(recipe, view.toArray()),
                        grid(),
                        made[i],
                        states,
                        pixels(recipe, reconstruction.of(view, states)),
                        context.labels()));
            }
        }
        return rows;
    }

    static Tensor view(Tensor views, int index) {
        long[] shape = views.shape();
        return views.slice(index * shape[1] * shape[2] * shape[3], 1, shape[1], shape[2], shape[3]);
    }

    private MaskContext context(Views views, int index, int epoch, float[] map) {
        MaskSchedule masks = RecipeParts.masks(recipe);
        int used = Math.min(epoch, masks.epochs() - 1);
        return parts == null
                ? new MaskContext(grid(), used, masks.epochs(), map)
                : parts.context(used, views.ids()[index], views.geometries()[index]);
    }

    private byte[] states(int id, MaskContext context) {
        return RecipeParts.masks(recipe)
                .strategy(context.epoch())
                .plan(context, Randomness.of(recipe.run().seed(), context.epoch(), id, Purpose.MASK));
    }

    private PatchGrid grid() {
        return RecipeParts.shape(recipe).grid();
    }

    static String label(RunData data, int id) {
        ImageSource source = data.train();
        int label = source.label(id);
        String name = label >= 0 && label < source.classNames().size()
                ? source.classNames().get(label)
                : source.name(id);
        return name.length() <= LONGEST_LABEL ? name : "..." + name.substring(name.length() - LONGEST_LABEL + 3);
    }

    // From normalised planes to red, green, blue of each pixel, 0 to 1.
    static Pixels pixels(Recipe recipe, float[] planes) {
        int height = recipe.data().imageHeight();
        int width = recipe.data().imageWidth();
        float[] mean = recipe.data().mean().toArray();
        float[] std = recipe.data().std().toArray();
        float[] rgb = new float[planes.length];
        int area = height * width;
        for (int i = 0; i < area; i++) {
            for (int channel = 0; channel < 3; channel++) {
                float value = planes[channel * area + i] * std[channel] + mean[channel];
                rgb[3 * i + channel] = Math.max(0, Math.min(1, value));
            }
        }
        return new Pixels(height, width, rgb);
    }
}
