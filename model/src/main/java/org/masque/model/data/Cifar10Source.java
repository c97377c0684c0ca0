package org.masque.model.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    private static final int RECORDS = 10_000;
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD_BYTES = 1 + 3 * PLANE;
    private static final int CLASSES = 10;
    private static final String META = "batches.meta.txt";
    private static final int META_BYTES = 1 << 16;
    static final String FOLDER = "cifar-10-batches-bin";

    private final Path origin;
    private final List<String> files;
    private final List<byte[]> contents;
    private final List<String> classNames;
    private final int records;

    private Cifar10Source(Path origin, Map<String, byte[]> batches, List<String> classNames, int records) {
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
        Map<String, Integer> wanted = new LinkedHashMap<>();
        for (String file : filesOf(split)) {
            wanted.put(file, records * RECORD_BYTES);
        }
        wanted.put(META, META_BYTES);
        Map<String, byte[]> members = Files.isDirectory(path) ? readFolder(path, wanted) : readArchive(path, wanted);
        Map<String, byte[]> batches = new LinkedHashMap<>();
        for (String file : filesOf(split)) {
            batches.put(file, requireBatch(path, file, members, records));
        }
        return new Cifar10Source(path, batches, classNames(path, members), records);
    }

    private static List<String> filesOf(Split split) {
        return switch (split) {
            case TRAIN ->
                List.of(
                        "data_batch_1.bin",
                        "data_batch_2.bin",
                        "data_batch_3.bin",
                        "data_batch_4.bin",
                        "data_batch_5.bin");
            case TEST -> List.of("test_batch.bin");
        };
    }

    private static Map<String, byte[]> readArchive(Path path, Map<String, Integer> wanted) {
        if (!Files.isRegularFile(path)) {
            throw new DataException(path + " is neither a folder nor a file; data.path should name "
                    + "cifar-10-binary.tar.gz or the folder " + FOLDER);
        }
        return TarMembers.read(path, wanted);
    }

    private static Map<String, byte[]> readFolder(Path path, Map<String, Integer> wanted) {
        Path inner = path.resolve(FOLDER);
        Path folder = Files.isDirectory(inner) ? inner : path;
        Map<String, byte[]> members = new TreeMap<>();
        for (Map.Entry<String, Integer> file : wanted.entrySet()) {
            Path member = folder.resolve(file.getKey());
            try {
                // A larger file is left for the size check to name, unread.
                if (Files.isRegularFile(member)) {
                    boolean fits = Files.size(member) <= file.getValue();
                    members.put(file.getKey(), fits ? Files.readAllBytes(member) : new byte[0]);
                }
            } catch (IOException unreadable) {
                throw new DataException(member + " cannot be read: " + unreadable.getMessage(), unreadable);
            }
        }
        return members;
    }

    private static byte[] requireBatch(Path path, String file, Map<String, byte[]> members, int records) {
        byte[] content = members.get(file);
        if (content == null) {
            throw new DataException(path + " holds no " + file + " of " + records * RECORD_BYTES
                    + " bytes: is it the binary version of CIFAR-10, and complete?");
        }
        if (content.length != records * RECORD_BYTES) {
            throw new DataException(path + ": " + file + " has not the " + records * RECORD_BYTES
                    + " bytes of the official binary version");
        }
        for (int record = 0; record < records; record++) {
            int label = content[record * RECORD_BYTES] & 0xFF;
            if (label >= CLASSES) {
                throw new DataException(path + ": " + file + ", record " + record + " has label " + label
                        + ", not 0 to 9: the file is damaged or not CIFAR-10");
            }
        }
        return content;
    }

    private static List<String> classNames(Path path, Map<String, byte[]> members) {
        byte[] meta = members.get(META);
        if (meta == null) {
            throw new DataException(path + " holds no " + META + ", which names the classes");
        }
        List<String> names = new String(meta, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (names.size() != CLASSES) {
            throw new DataException(path + ": " + META + " names " + names.size() + " classes, not " + CLASSES);
        }
        return names;
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
