package org.masque.model.data;

import java.io.IOException;
import java.util.Optional;
import org.masque.masking.score.PixelBox;
import org.masque.masking.score.PixelLabels;

/**
 * Generated scenes with their true parts.
 *
 * @param scenes owned
 */
public record SegmentedShapes(ShapesSource scenes) implements SegmentedImages {
    @Override
    public ImageSource images() {
        return scenes;
    }

    @Override
    public PixelLabels labels(int id) {
        return new PixelLabels(ShapesSource.SIDE, ShapesSource.SIDE, scenes.parts(id));
    }

    @Override
    public Optional<PixelBox> head(int id) {
        return Optional.empty();
    }

    @Override
    public boolean knowsParts() {
        return true;
    }

    @Override
    public void close() throws IOException {
        scenes.close();
    }
}
