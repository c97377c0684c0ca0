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
    public int pixelClasses() {
        return 1 + scenes.classNames().size() * ShapesSource.MOST_PARTS;
    }

    @Override
    public int pixelClass(int id, int label) {
        return label == 0 ? 0 : scenes.label(id) * ShapesSource.MOST_PARTS + label;
    }

    @Override
    public void close() throws IOException {
        scenes.close();
    }
}
