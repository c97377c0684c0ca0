package org.masque.model.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.masque.masking.PatchGrid;
import org.masque.model.data.AxisResampling;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.RelativePositions;
import org.masque.model.vit.SimMimParameters;
import org.masque.model.vit.Weights;

/**
 * Reads position tables for a network, and says what becomes of them.
 *
 * <p>A table for another grid is interpolated: bicubic with antialiasing, rows of the class token as they are, as timm
 * does with positions. Where a table has no row for the class token, that row is zeros, which adds nothing to it.
 */
final class PositionTables {
    private static final Set<String> NAMES = Set.of(
            Weights.ENCODER_POSITIONS,
            Weights.DECODER_POSITIONS,
            SimMimParameters.POSITIONS,
            SimMimParameters.BIAS_TABLE);

    /** What numbers of 16 bits may be off from sines and cosines. */
    private static final float ROUNDING = 0.01f;

    private final SafetensorsFile file;
    private final ModelShape shape;
    private final List<String> notes = new ArrayList<>();

    PositionTables(SafetensorsFile file, ModelShape shape) {
        this.file = file;
        this.shape = shape;
    }

    /** Whether a tensor of this public name is one. */
    static boolean has(String name) {
        return NAMES.contains(name);
    }

    /** What was changed and what was replaced, for a person. */
    List<String> notes() {
        return notes;
    }

    /** Fills a fixed table, which holds sines and cosines; they stay where the file has none. */
    void readFixed(String name, Tensor into) throws IOException {
        if (!file.names().contains(name)) {
            notes.add(name + " is not in the file: sines and cosines of " + TableGrid.text(shape.grid())
                    + " take its place");
            return;
        }
        float[] sines = into.toArray();
        read(name, into);
        if (differ(sines, into)) {
            notes.add(name
                    + " is not the table of sines and cosines, which it replaces; it is used as it is and not trained");
        }
    }

    private static boolean differ(float[] sines, Tensor table) {
        for (int i = 0; i < sines.length; i++) {
            if (Math.abs(sines[i] - table.get(i)) > ROUNDING) {
                return true;
            }
        }
        return false;
    }

    /** Fills a table that is in the file, of whatever grid. */
    void read(String name, Tensor into) throws IOException {
        boolean distances = name.equals(SimMimParameters.BIAS_TABLE);
        long[] sizes = WeightsFile.shape(file, name);
        int width = into.columns();
        if (sizes.length < 2 || sizes[sizes.length - 1] != width) {
            throw WeightsFile.otherShape(file, name, into);
        }
        int rows = Math.toIntExact(Arrays.stream(sizes).reduce(1, Math::multiplyExact) / width);
        TableGrid from = TableGrid.of(file, name, rows, shape.patch(), shape.grid());
        TableGrid to = new TableGrid(shape.grid(), distances ? RelativePositions.OF_CLASS_TOKEN : 1);
        if (from.equals(to)) {
            file.readInto(name, into);
            return;
        }
        float[] given = file.floats(name);
        into.copyFrom(distances ? distances(given, from, to, width) : positions(given, from, to, width));
        notes.add(name + " is for " + TableGrid.text(from.patches()) + said(from, to));
    }

    private static String said(TableGrid from, TableGrid to) {
        String change = from.patches().equals(to.patches())
                ? ""
                : ": interpolated (bicubic) to " + TableGrid.text(to.patches());
        return change
                + (from.others() == 0
                        ? ", without the class token, whose row is zeros"
                        : ", what belongs to the class token is kept");
    }

    // The class token's row comes first.
    private static float[] positions(float[] given, TableGrid from, TableGrid to, int width) {
        float[] table = new float[(to.patches().patches() + to.others()) * width];
        int ofClass = from.others() * width;
        System.arraycopy(given, 0, table, 0, ofClass);
        float[] cells = Arrays.copyOfRange(given, ofClass, given.length);
        float[] resampled = resampled(cells, from.patches(), to.patches());
        System.arraycopy(resampled, 0, table, to.others() * width, resampled.length);
        return table;
    }

    // What belongs to the class token comes last.
    private static float[] distances(float[] given, TableGrid from, TableGrid to, int width) {
        int ofClass = from.others() * width;
        float[] cells = Arrays.copyOf(given, given.length - ofClass);
        float[] resampled = resampled(cells, spans(from.patches()), spans(to.patches()));
        float[] table = Arrays.copyOf(resampled, resampled.length + ofClass);
        System.arraycopy(given, cells.length, table, resampled.length, ofClass);
        return table;
    }

    private static PatchGrid spans(PatchGrid patches) {
        return new PatchGrid(2 * patches.rows() - 1, 2 * patches.columns() - 1);
    }

    private static float[] resampled(float[] cells, PatchGrid from, PatchGrid to) {
        float[] columns = AxisResampling.resample(cells, from.rows(), from.columns(), to.columns());
        return AxisResampling.resample(columns, 1, from.rows(), to.rows());
    }
}
