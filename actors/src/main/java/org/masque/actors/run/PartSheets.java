package org.masque.actors.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.config.Recipe;
import org.masque.masking.PatchGrid;
import org.masque.model.data.DataException;
import org.masque.model.data.Views;
import org.masque.model.parts.PartStore;
import org.masque.model.picture.PictureCaption;
import org.masque.model.picture.PictureColumn;
import org.masque.model.picture.PictureRow;
import org.masque.model.picture.PictureSheet;
import org.masque.model.picture.Pixels;
import org.masque.model.picture.PredictionNote;

/**
 * Draws whole images beside their parts in colours, with the sizes of the parts.
 *
 * @param recipe of the parts
 * @param data the images, borrowed
 */
public record PartSheets(Recipe recipe, RunData data) {
    /**
     * Draws some images, chosen by the run's seed.
     *
     * @param labels borrowed
     * @param images at most so many
     * @return the bytes of a PNG file
     * @throws DataException if none of them can be read
     */
    public byte[] png(PartStore labels, int images) {
        try (Views views = data.wholeImages().load(0, data.some(images))) {
            if (views.size() == 0) {
                throw new DataException("none of the images of the picture can be read");
            }
            String provider = labels.header().provenance().entries().getOrDefault("parts.provider", "parts");
            PictureCaption caption =
                    new PictureCaption(recipe.run().name() + ", " + provider, 0, Double.NaN, 0, PredictionNote.PARTS);
            return new PictureSheet(List.of(PictureColumn.IMAGE, PictureColumn.PARTS), rows(views, labels), caption)
                    .png();
        }
    }

    private List<PictureRow> rows(Views views, PartStore labels) {
        List<PictureRow> rows = new ArrayList<>();
        PatchGrid grid = labels.header().grid();
        for (int i = 0; i < views.size(); i++) {
            int id = views.ids()[i];
            byte @Nullable [] parts = labels.read(id);
            Pixels image = PictureSheets.pixels(
                    recipe, PictureSheets.view(views.tensor(), i).toArray());
            String sizes =
                    parts == null ? "" : " " + sizes(parts, labels.header().parts());
            rows.add(new PictureRow(
                    PictureSheets.label(data, id) + sizes, image, grid, null, new byte[grid.patches()], image, parts));
        }
        return rows;
    }

    private static String sizes(byte[] labels, int parts) {
        int[] sizes = new int[parts];
        for (byte label : labels) {
            sizes[label]++;
        }
        StringBuilder text = new StringBuilder();
        for (int size : sizes) {
            text.append(text.length() == 0 ? "" : " ").append(size);
        }
        return text.toString();
    }
}
