package org.masque.model.picture;

import java.util.List;
import java.util.Locale;

/**
 * What is written below a picture.
 *
 * @param run the name of the run
 * @param step the step after which it was made
 * @param epoch 0-based
 * @param weightsVersion the version of the weights that predicted
 * @param note how predictions became pixels
 */
public record PictureCaption(String run, long step, int epoch, long weightsVersion, PredictionNote note) {
    List<String> lines() {
        if (note == PredictionNote.PARTS) {
            return List.of("Run " + run, note.text());
        }
        return List.of(
                String.format(
                        Locale.ROOT,
                        "Run %s  |  step %,d  |  epoch %d  |  weights version %,d",
                        run,
                        step,
                        epoch,
                        weightsVersion),
                note.text());
    }
}
