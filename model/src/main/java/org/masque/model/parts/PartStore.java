package org.masque.model.parts;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.masque.masking.PatchGrid;
import org.masque.model.interop.NamedWrite;

/**
 * The part labels of all images of a set in a memory-mapped file, one byte a patch, and where they come from.
 *
 * <p>Layout, little-endian: magic (8 bytes), format, images, rows, columns, parts, images labelled from the first on,
 * length of the provenance (4 bytes each), 4 bytes of nothing; the provenance as UTF-8, padded to a multiple of 8; then
 * L bytes an image, -1 where it has no labels. One process writes, from the first image to the last; readers come
 * after, any number of threads. Whoever opens a store closes it.
 */
public final class PartStore implements Closeable {
    private static final long MAGIC = 0x535452415051534dL; // "MSQPARTS"
    private static final int FORMAT = 1;
    private static final int HEADER_BYTES = PartStoreHeader.FIXED_BYTES;
    private static final int LABELLED_AT = 28;
    private static final byte NONE = -1;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int MAPPING_BYTES = 1 << 30;

    private final PartStoreHeader head;
    private final MappedByteBuffer header;
    private final MappedByteBuffer[] mappings;
    private final int imagesPerMapping;

    private PartStore(FileChannel channel, MapMode mode, PartStoreHeader head) throws IOException {
        this.head = head;
        header = channel.map(mode, 0, HEADER_BYTES);
        header.order(ByteOrder.LITTLE_ENDIAN);
        int patches = head.grid().patches();
        imagesPerMapping = Math.max(1, MAPPING_BYTES / patches);
        mappings = new MappedByteBuffer[(head.images() - 1) / imagesPerMapping + 1];
        for (int each = 0; each < mappings.length; each++) {
            int first = each * imagesPerMapping;
            long bytes = (long) Math.min(imagesPerMapping, head.images() - first) * patches;
            mappings[each] = channel.map(mode, head.labelsAt() + (long) first * patches, bytes);
        }
    }

    /**
     * Opens a file of labels to write, or creates one without any.
     *
     * @param head what it must hold
     * @throws OtherPartsException if it holds other labels; it says which and what to do
     */
    public static PartStore forWriting(Path file, PartStoreHeader head) throws IOException {
        if (Files.notExists(file)) {
            create(file, head);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            readHeader(file, channel).require(head, file);
            return new PartStore(channel, MapMode.READ_WRITE, head);
        }
    }

    /**
     * Opens a file of labels to read, whatever labels these are.
     *
     * @throws IOException if it is not a whole file of labels
     */
    public static PartStore forReading(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new PartStore(channel, MapMode.READ_ONLY, readHeader(file, channel));
        }
    }

    /** The bytes that a file of labels will have. */
    public static long fileBytes(PartStoreHeader head) {
        return head.labelsAt() + (long) head.images() * head.grid().patches();
    }

    /** What the file holds. */
    public PartStoreHeader header() {
        return head;
    }

    /** How many images, from the first on, were seen; those that could not be read have no labels. */
    public int labelled() {
        return header.getInt(LABELLED_AT);
    }

    /** Whether all images were seen. */
    public boolean isComplete() {
        return labelled() == head.images();
    }

    /**
     * Writes the labels of one image.
     *
     * @param labels one per patch, each from 0 to K-1; copied
     */
    public void write(int image, byte[] labels) {
        if (labels.length != head.grid().patches()) {
            throw new IllegalArgumentException(labels.length + " labels for " + head.grid());
        }
        for (byte label : labels) {
            if (label < 0 || label >= head.parts()) {
                throw new IllegalArgumentException("a label of " + label + " among " + head.parts() + " parts");
            }
        }
        mapping(image).put(offset(image), labels);
    }

    /** Says that all images before this one are done, and waits until their labels are on disk. */
    public void labelledBefore(int image) {
        for (MappedByteBuffer mapping : mappings) {
            mapping.force();
        }
        header.putInt(LABELLED_AT, image);
        header.force();
    }

    /** The labels of an image, a fresh array, or null where it has none. */
    public byte @Nullable [] read(int image) {
        byte[] labels = new byte[head.grid().patches()];
        mapping(image).get(offset(image), labels);
        return labels[0] == NONE ? null : labels;
    }

    private MappedByteBuffer mapping(int image) {
        if (image < 0 || image >= head.images()) {
            throw new IndexOutOfBoundsException("image " + image + " of " + head.images());
        }
        return mappings[image / imagesPerMapping];
    }

    private int offset(int image) {
        return image % imagesPerMapping * head.grid().patches();
    }

    private static PartStoreHeader readHeader(Path file, FileChannel channel) throws IOException {
        ByteBuffer fixed = bytes(channel, 0, HEADER_BYTES, file);
        if (fixed.getLong() != MAGIC || fixed.getInt() != FORMAT) {
            throw new IOException(file + " is not a file of part labels of this version of Masque: delete it to make"
                    + " the labels anew");
        }
        int images = fixed.getInt();
        PatchGrid grid = new PatchGrid(Math.max(1, fixed.getInt()), Math.max(1, fixed.getInt()));
        int parts = fixed.getInt();
        fixed.getInt();
        int length = fixed.getInt();
        if (length < 0 || length > channel.size()) {
            throw new IOException(file + " is damaged: delete it to make the labels anew");
        }
        String text = StandardCharsets.UTF_8
                .decode(bytes(channel, HEADER_BYTES, length, file))
                .toString();
        PartStoreHeader head = new PartStoreHeader(images, grid, parts, PartProvenance.parse(text));
        if (channel.size() != fileBytes(head)) {
            throw new IOException(file + " has " + channel.size() + " bytes instead of " + fileBytes(head)
                    + ": a part is missing; delete it to make the labels anew");
        }
        return head;
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int length, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException(file + " is not a whole file of part labels: delete it to make them anew");
            }
        }
        return bytes.rewind();
    }

    // All its bytes at once, so that a full disk fails here; whole or absent.
    private static void create(Path file, PartStoreHeader head) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            NamedWrite.to(file, fileBytes(head), () -> fill(unfinished, head));
        } catch (IOException failure) {
            Files.deleteIfExists(unfinished);
            throw failure;
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void fill(Path unfinished, PartStoreHeader head) throws IOException {
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, head.encoded(MAGIC, FORMAT));
            ByteBuffer none = ByteBuffer.allocate(CHUNK_BYTES);
            while (none.hasRemaining()) {
                none.put(NONE);
            }
            for (long left = fileBytes(head) - head.labelsAt(); left > 0; left -= none.limit()) {
                writeFully(channel, none.rewind().limit((int) Math.min(CHUNK_BYTES, left)));
            }
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel.write(from);
        }
    }

    /** Nothing to free at once: the JDK unmaps when it collects the store, so that a late reader cannot crash. */
    @Override
    public void close() {
        for (MappedByteBuffer mapping : mappings) {
            if (!mapping.isReadOnly()) {
                mapping.force();
            }
        }
    }
}
