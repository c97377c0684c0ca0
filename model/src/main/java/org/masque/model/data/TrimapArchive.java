package org.masque.model.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
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

    private final ZipSource images;
    private final ZipFile zip;
    private final ImageDecoder decoder = new ImageDecoder(MOST_PIXELS);
    private final Map<String, PixelBox> heads;

    private TrimapArchive(ZipSource images, ZipFile zip, Map<String, PixelBox> heads) {
        this.images = images;
        this.zip = zip;
        this.heads = heads;
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
        ZipSource images = ZipSource.open(archive, Layout.of(Split.TRAIN), new ImageDecoder(MOST_PIXELS));
        try {
            return open(archive, images);
        } catch (IOException failed) {
            close(images, failed);
            throw new DataException(archive + " cannot be read: " + failed.getMessage(), failed);
        } catch (RuntimeException failed) {
            close(images, failed);
            throw failed;
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // Handed to the archive, which closes it; closed here if that fails.
    private static TrimapArchive open(Path archive, ZipSource images) throws IOException {
        ZipFile zip = new ZipFile(archive.toFile());
        try {
            requireTrimaps(archive, images, zip);
            return new TrimapArchive(images, zip, heads(archive, zip));
        } catch (IOException | RuntimeException failed) {
            zip.close();
            throw failed;
        }
    }

    private static void close(ZipSource images, Exception because) {
        try {
            images.close();
        } catch (IOException second) {
            because.addSuppressed(second);
        }
    }

    private static void requireTrimaps(Path archive, ZipSource images, ZipFile zip) {
        for (int id = 0; id < images.size(); id++) {
            String image = images.entry(id);
            if (!image.contains(IMAGES) || zip.getEntry(trimapOf(image)) == null) {
                throw new DataException(archive + ": " + image + " has no trimap; wanted are images/CLASS/NAME.jpg and"
                        + " trimaps/CLASS/NAME.png");
            }
        }
    }

    private static Map<String, PixelBox> heads(Path archive, ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(ANNOTATIONS);
        if (entry == null) {
            return Map.of();
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            return HeadBoxes.parse(
                    archive + "!" + ANNOTATIONS, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
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
        String name = trimapOf(images.entry(id));
        RawImage grey = decoder.decode(name, encoded(name));
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

    private byte[] encoded(String name) throws BadImageException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new BadImageException(name, SkipReason.VANISHED, "no longer in the archive");
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            return EncodedBytes.read(name, stream);
        } catch (IOException gone) {
            throw new BadImageException(name, SkipReason.VANISHED, "cannot be read any more (" + gone + ")");
        }
    }

    @Override
    public Optional<PixelBox> head(int id) {
        String image = images.entry(id);
        String name = image.substring(image.lastIndexOf('/') + 1, image.lastIndexOf('.'));
        return Optional.ofNullable(heads.get(name));
    }

    @Override
    public boolean knowsParts() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            images.close();
        } finally {
            zip.close();
        }
    }
}
