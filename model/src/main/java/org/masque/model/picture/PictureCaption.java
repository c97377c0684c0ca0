package org.masque.model.picture;

import java.util.List;
import java.util.Locale;

/**
 * What is written below a picture.
 *
 * @param run the name of the run
 * @param step the step after which it was made
 * @param epoch passes over the data so far; NaN if not known
 * @param weightsVersion the version of the weights that predicted
 * @param note how predictions became pixels
 */
public record PictureCaption(String run, long step, double epoch, long weightsVersion, PredictionNote note) {
    List<String> lines() {
        if (note == PredictionNote.PARTS) {
            return List.of("Run " + run, note.text());
        }
        return List.of(
                String.format(
                        Locale.ROOT,
                        "Run %s  |  step %,d%s  |  weights version %,d",
                        run,
                        step,
                        Double.isNaN(epoch) ? "" : String.format(Locale.ROOT, "  |  epoch %.2f", epoch),
                        weightsVersion),
                note.text());
    }
}
