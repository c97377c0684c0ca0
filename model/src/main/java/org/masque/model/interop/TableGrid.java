package org.masque.model.interop;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.masque.masking.PatchGrid;
import org.masque.model.vit.RelativePositions;
import org.masque.model.vit.SimMimParameters;

/**
 * The grid of patches that a position table in a file is for.
 *
 * <p>The metadata tells, else the grid is taken as square, as timm takes it; else, where the network's own grid is
 * known, as that or one of its proportions.
 *
 * @param patches rows and columns
 * @param others rows of the table that belong to no patch: 1 for the class token or 0; 3 in a table of distances
 */
record TableGrid(PatchGrid patches, int others) {
    private static final int[] OTHERS = {1, 0};

    /**
     * Tells it from the number of the table's rows.
     *
     * @param rows in the table
     * @param patch side of a patch, pixels
     * @param network the network's own grid, if it is known
     * @throws SafetensorsException if no grid has so many rows
     */
    static TableGrid of(SafetensorsFile file, String table, int rows, int patch, @Nullable PatchGrid network)
            throws IOException {
        Optional<PatchGrid> told = told(file, patch);
        List<PatchGrid> candidates = told.map(List::of).orElseGet(() -> guesses(table, rows, network));
        // A row for the class token is usual: 16 rows are 3x5 patches and one rather than 4x4 where the network has
        // 3x5.
        int[] others =
                table.equals(SimMimParameters.BIAS_TABLE) ? new int[] {RelativePositions.OF_CLASS_TOKEN} : OTHERS;
        return IntStream.of(others)
                .boxed()
                .flatMap(other -> candidates.stream().map(grid -> new TableGrid(grid, other)))
                .filter(grid -> grid.rows(table) == rows)
                .findFirst()
                .orElseThrow(() -> unknown(file, table, rows, told));
    }

    private int rows(String table) {
        return table.equals(SimMimParameters.BIAS_TABLE)
                ? RelativePositions.entries(patches)
                : patches.patches() + others;
    }

    private static List<PatchGrid> guesses(String table, int rows, @Nullable PatchGrid network) {
        // A square grid of side g has g² patches and (2g - 1)² distances.
        IntStream sides = table.equals(SimMimParameters.BIAS_TABLE)
                ? IntStream.of((int) Math.round((Math.sqrt(rows - 3.0) + 1) / 2))
                : IntStream.of((int) Math.sqrt(rows - 1.0), (int) Math.sqrt(rows));
        Stream<PatchGrid> squares = sides.filter(side -> side > 0).mapToObj(side -> new PatchGrid(side, side));
        return network == null
                ? squares.toList()
                : Stream.concat(squares, Stream.concat(Stream.of(network), likeness(rows, network)))
                        .toList();
    }

    /** Grids of the network's proportions that have so many patches, or one less. */
    private static Stream<PatchGrid> likeness(int rows, PatchGrid network) {
        return IntStream.of(rows - 1, rows)
                .filter(patches -> patches > 0)
                .mapToObj(patches -> {
                    double scale = Math.sqrt((double) patches / network.patches());
                    return new PatchGrid((int) Math.max(1, Math.round(scale * network.rows())), (int)
                            Math.max(1, Math.round(scale * network.columns())));
                })
                .filter(grid -> grid.rows() * network.columns() == grid.columns() * network.rows());
    }

    private static Optional<PatchGrid> told(SafetensorsFile file, int patch) throws SafetensorsException {
        int height = ShapeInference.number(file, "image_height", 0);
        int width = ShapeInference.number(file, "image_width", 0);
        return height < patch || width < patch
                ? Optional.empty()
                : Optional.of(new PatchGrid(height / patch, width / patch));
    }

    private static SafetensorsException unknown(
            SafetensorsFile file, String table, int rows, Optional<PatchGrid> told) {
        return new SafetensorsException(
                file.path(),
                table,
                "has " + rows + " rows, which is no "
                        + told.map(grid -> text(grid) + " grid, as its metadata say")
                                .orElse("square grid")
                        + ": metadata image_height and image_width are needed");
    }

    /** A grid in messages. */
    static String text(PatchGrid grid) {
        return grid.rows() + "x" + grid.columns() + " patches";
    }
}
