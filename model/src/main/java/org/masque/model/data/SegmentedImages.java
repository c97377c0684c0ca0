package org.masque.model.data;

import java.io.Closeable;
import java.util.Optional;
import org.masque.masking.score.PixelBox;
import org.masque.masking.score.PixelLabels;

/** Images of which it is known what each pixel shows: what masks, maps and parts are held against. */
public interface SegmentedImages extends Closeable {
    /** The images, borrowed. */
    ImageSource images();

    /**
     * What the pixels of an image show, as large as the image.
     *
     * @throws BadImageException if that cannot be read
     */
    PixelLabels labels(int id) throws BadImageException;

    /** Where the head of an image's object is, in pixels of the image; empty where nobody marked it. */
    Optional<PixelBox> head(int id);

    /** Whether labels from 1 on are parts of an object, so that parts can be compared with them. */
    boolean knowsParts();

    /** How many classes of pixels there are over all images; class 0 is the background. */
    int pixelClasses();

    /** The class of an image's pixels with a label, 0 and more: labels of parts mean something else in each object. */
    int pixelClass(int id, int label);
}
