package org.masque.model.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.masque.masking.score.PixelBox;
import org.masque.masking.score.PixelLabels;

/**
 * Photographs with trimaps in a {@code .zip}, in the manner of the Oxford-IIIT Pet set, read in place.
 *
 * <p>{@code images/CLASS/NAME.jpg} beside {@code trimaps/CLASS/NAME.png}, 8-bit grey and of the same size: 1 the
 * object, 2 the background, 3 the border, which counts as undecided. A file {@code annotations.csv} may say where heads
 * are ({@link HeadBoxes}).
 */
public final class TrimapArchive implements SegmentedImages {
    private static final String IMAGES = "images/";
    private static final String TRIMAPS = "trimaps/";
    private static final String ANNOTATIONS = "annotations.csv";
    private static final long MOST_PIXELS = 50_000_000;
    private static final byte[] LABELS = {PixelLabels.UNDECIDED, 1, 0, PixelLabels.UNDECIDED};

    private final FileSource images;
    private final ImageDecoder decoder = new ImageDecoder(MOST_PIXELS);
    private final Map<String, PixelBox> heads;

    private TrimapArchive(FileSource images) {
        this.images = images;
        this.heads = heads(images.tree());
    }

    /**
     * Opens an archive; decodes nothing yet.
     *
     * @return the images, which the caller closes
     * @throws DataException if it is no such archive, or an image has no trimap
     */
    public static TrimapArchive open(Path archive) {
        if (!Files.isRegularFile(archive)) {
            throw new DataException(archive + " is not a file: name a .zip with folders images/ and trimaps/");
        }
        FileSource images = FileSource.ofZip(archive, Layout.of(Split.TRAIN), new ImageDecoder(MOST_PIXELS));
        try {
            requireTrimaps(archive, images);
            return new TrimapArchive(images);
        } catch (RuntimeException failed) {
            FileSource.closeAfter(images, failed);
            throw failed;
        }
    }

    private static void requireTrimaps(Path archive, FileSource images) {
        for (int id = 0; id < images.size(); id++) {
            String image = images.file(id);
            if (!image.contains(IMAGES) || !images.tree().sizes().containsKey(trimapOf(image))) {
                throw new DataException(archive + ": " + image + " has no trimap; wanted are images/CLASS/NAME.jpg and"
                        + " trimaps/CLASS/NAME.png");
            }
        }
    }

    private static Map<String, PixelBox> heads(FileTree tree) {
        return tree.text(ANNOTATIONS)
                .map(text -> HeadBoxes.parse(tree.title(ANNOTATIONS), text))
                .orElse(Map.of());
    }

    private static String trimapOf(String image) {
        int folder = image.lastIndexOf(IMAGES);
        int extension = image.lastIndexOf('.');
        return image.substring(0, folder) + TRIMAPS + image.substring(folder + IMAGES.length(), extension) + ".png";
    }

    @Override
    public ImageSource images() {
        return images;
    }

    @Override
    public PixelLabels labels(int id) throws BadImageException {
        String name = trimapOf(images.file(id));
        RawImage grey = decoder.decode(name, images.tree().read(name));
        byte[] labels = new byte[grey.height() * grey.width()];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            int value = grey.rgb()[3 * pixel];
            if (value < 1 || value >= LABELS.length) {
                throw new BadImageException(
                        name, SkipReason.UNDECODABLE, "a trimap holds 1, 2 and 3, not " + (value & 0xff));
            }
            labels[pixel] = LABELS[value];
        }
        return new PixelLabels(grey.height(), grey.width(), labels);
    }

    @Override
    public Optional<PixelBox> head(int id) {
        String image = images.file(id);
        String name = image.substring(image.lastIndexOf('/') + 1, image.lastIndexOf('.'));
        return Optional.ofNullable(heads.get(name));
    }

    @Override
    public boolean knowsParts() {
        return false;
    }

    @Override
    public int pixelClasses() {
        return 2;
    }

    @Override
    public int pixelClass(int id, int label) {
        return label;
    }

    @Override
    public void close() throws IOException {
        images.close();
    }
}
