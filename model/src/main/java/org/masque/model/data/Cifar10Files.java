package org.masque.model.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The files of CIFAR-10, from which sources are opened: the archive is unpacked once, whether one half of the set is
 * wanted or both.
 *
 * <p>Each half is checked by itself when it is opened. What is missing from one, or lies behind a damaged place of the
 * archive, does not keep the other from being opened.
 */
public final class Cifar10Files {
    static final String FOLDER = "cifar-10-batches-bin";
    private static final int CLASSES = 10;
    private static final String META = "batches.meta.txt";
    private static final int META_BYTES = 1 << 16;

    private final Path origin;
    private final int records;
    private final Function<Split, Map<String, byte[]>> members;

    private Cifar10Files(Path origin, int records, Function<Split, Map<String, byte[]>> members) {
        this.origin = origin;
        this.records = records;
        this.members = members;
    }

    /**
     * Unpacks both halves into memory, 180 MB, in one pass over the archive. Files of a folder are read when their half
     * is opened.
     *
     * @param path the {@code .tar.gz} as downloaded, the folder {@code cifar-10-batches-bin}, or the folder around it
     * @throws DataException if there is neither a folder nor a file
     */
    public static Cifar10Files read(Path path) {
        return read(path, EnumSet.allOf(Split.class), Cifar10Source.RECORDS);
    }

    static Cifar10Files read(Path path, Set<Split> splits, int records) {
        if (Files.isDirectory(path)) {
            return new Cifar10Files(path, records, split -> readFolder(path, wanted(split, records)));
        }
        if (!Files.isRegularFile(path)) {
            throw new DataException(path + " is neither a folder nor a file; data.path should name "
                    + "cifar-10-binary.tar.gz or the folder " + FOLDER);
        }
        Map<String, Integer> wanted = new LinkedHashMap<>();
        splits.forEach(split -> wanted.putAll(wanted(split, records)));
        TarMembers unpacked = TarMembers.read(path, wanted);
        return new Cifar10Files(
                path, records, split -> unpacked.among(wanted(split, records).keySet()));
    }

    // The largest size of each file of a half.
    private static Map<String, Integer> wanted(Split split, int records) {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        for (String file : filesOf(split)) {
            wanted.put(file, Cifar10Source.bytes(records));
        }
        wanted.put(META, META_BYTES);
        return wanted;
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

    /**
     * Opens one half of the set; it was to be read.
     *
     * @throws DataException if a file is missing, has the wrong size, or holds a label that is none, or if the archive
     *     is damaged or cut short before the last file of this half
     */
    public Cifar10Source open(Split split) {
        Map<String, byte[]> read = members.apply(split);
        Map<String, byte[]> batches = new LinkedHashMap<>();
        for (String file : filesOf(split)) {
            batches.put(file, requireBatch(file, read));
        }
        return new Cifar10Source(origin, batches, classNames(read), records);
    }

    private byte[] requireBatch(String file, Map<String, byte[]> read) {
        byte[] content = read.get(file);
        int bytes = Cifar10Source.bytes(records);
        if (content == null) {
            throw new DataException(origin + " holds no " + file + " of " + bytes
                    + " bytes: is it the binary version of CIFAR-10, and complete?");
        }
        if (content.length != bytes) {
            throw new DataException(
                    origin + ": " + file + " has not the " + bytes + " bytes of the official binary version");
        }
        for (int record = 0; record < records; record++) {
            int label = content[Cifar10Source.bytes(record)] & 0xFF;
            if (label >= CLASSES) {
                throw new DataException(origin + ": " + file + ", record " + record + " has label " + label
                        + ", not 0 to 9: the file is damaged or not CIFAR-10");
            }
        }
        return content;
    }

    private List<String> classNames(Map<String, byte[]> read) {
        byte[] meta = read.get(META);
        if (meta == null) {
            throw new DataException(origin + " holds no " + META + ", which names the classes");
        }
        List<String> names = new String(meta, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (names.size() != CLASSES) {
            throw new DataException(origin + ": " + META + " names " + names.size() + " classes, not " + CLASSES);
        }
        return names;
    }
}
