package org.masque.model.data;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * CIFAR-10 in its official binary layout, held in memory.
 *
 * <p>A file is 10,000 records of 3,073 bytes: a label (0 to 9), then 1,024 red, 1,024 green and 1,024 blue bytes, row
 * by row. Training images are {@code data_batch_1.bin} to {@code data_batch_5.bin}, in order, the others
 * {@code test_batch.bin}.
 */
public final class Cifar10Source implements ImageSource {
    /** Mean of the training images, red, green and blue, of pixels from 0 to 1. */
    public static final List<Float> MEAN = List.of(0.4914f, 0.4822f, 0.4465f);

    /** Standard deviation of the training images, likewise. */
    public static final List<Float> STD = List.of(0.2470f, 0.2435f, 0.2616f);

    /** Records in a file of the official set. */
    static final int RECORDS = 10_000;

    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD_BYTES = 1 + 3 * PLANE;

    private final Path origin;
    private final List<String> files;
    private final List<byte[]> contents;
    private final List<String> classNames;
    private final int records;

    // Of files that were checked.
    Cifar10Source(Path origin, Map<String, byte[]> batches, List<String> classNames, int records) {
        this.origin = origin;
        this.files = List.copyOf(batches.keySet());
        this.contents = List.copyOf(batches.values());
        this.classNames = classNames;
        this.records = records;
    }

    /**
     * Reads one half of the set into memory: 150 MB for training, 30 MB for test.
     *
     * @param path the {@code .tar.gz} as downloaded, the folder {@code cifar-10-batches-bin}, or the folder around it
     * @throws DataException if a file is missing, has the wrong size, or holds a label that is none
     */
    public static Cifar10Source open(Path path, Split split) {
        return open(path, split, RECORDS);
    }

    // Tests make smaller files.
    static Cifar10Source open(Path path, Split split, int records) {
        return Cifar10Files.read(path, EnumSet.of(split), records).open(split);
    }

    /** The size of so many records. */
    static int bytes(int records) {
        return records * RECORD_BYTES;
    }

    @Override
    public int size() {
        return files.size() * records;
    }

    @Override
    public RawImage read(int id) {
        byte[] content = contents.get(id / records);
        int red = id % records * RECORD_BYTES + 1;
        byte[] rgb = new byte[3 * PLANE];
        for (int pixel = 0; pixel < PLANE; pixel++) {
            rgb[3 * pixel] = content[red + pixel];
            rgb[3 * pixel + 1] = content[red + PLANE + pixel];
            rgb[3 * pixel + 2] = content[red + 2 * PLANE + pixel];
        }
        return new RawImage(SIDE, SIDE, rgb);
    }

    @Override
    public int label(int id) {
        return contents.get(id / records)[id % records * RECORD_BYTES];
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public String name(int id) {
        return origin.getFileName() + "!" + files.get(id / records) + "#" + id % records;
    }

    @Override
    public String fingerprint() {
        Digest digest = new Digest().line("cifar-10");
        classNames.forEach(digest::line);
        for (int i = 0; i < files.size(); i++) {
            digest.line(files.get(i)).bytes(contents.get(i));
        }
        return digest.hex();
    }

    @Override
    public void close() {
        // Memory only.
    }
}
