package org.masque.model.maps;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.masking.PatchGrid;

/**
 * One map per image in a memory-mapped file, 2 bytes per patch, each stamped with the weights that made it.
 *
 * <p>Any number of threads may read and write at once: a reader gets the old map or the new one, never a mixture, and
 * nobody waits for a reader. What was written survives the process, also if it is killed. After a failure of the whole
 * machine single maps may be damaged; a checkpoint therefore takes a copy with {@link #copyTo}.
 *
 * <p>Whoever opens a store closes it. The JDK frees the address space of a mapping only when it collects the store as
 * garbage, so that a late reader meets an exception and not a crash.
 */
public final class MapStore implements Closeable {
    private static final int MAPPING_BYTES = 1 << 30;
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final MapFileLayout layout;
    private final FileChannel channel;
    private final FileLock lock;
    private final MappedByteBuffer header;
    private final MappedRecords records;
    private volatile boolean closed;

    private MapStore(Path file, MapFileLayout layout, FileChannel channel, FileLock lock, int mappingBytes)
            throws IOException {
        this.file = file;
        this.layout = layout;
        this.channel = channel;
        this.lock = lock;
        header = channel.map(FileChannel.MapMode.READ_WRITE, 0, MapFileLayout.HEADER_BYTES);
        header.order(ByteOrder.LITTLE_ENDIAN);
        records = new MappedRecords(channel, layout, mappingBytes);
        if (header.getInt(MapFileLayout.IN_USE_AT) != 0) {
            records.dropHalfWritten();
        }
        header.putInt(MapFileLayout.IN_USE_AT, 1);
    }

    /**
     * Opens a file of maps, or creates one without any map.
     *
     * <p>A new file gets all its bytes at once, so that a full disk fails here and not in the middle of a run.
     *
     * @param file where the maps are kept; its folder exists
     * @param images the number of images, numbered from 0
     * @param grid the patches of each map
     * @throws IOException if the file is in use, or holds other maps than these; it says what to do
     */
    public static MapStore open(Path file, int images, PatchGrid grid) throws IOException {
        return open(file, images, grid, MAPPING_BYTES);
    }

    /** The size of a file of maps. */
    public static long fileBytes(int images, PatchGrid grid) {
        return new MapFileLayout(images, grid).fileBytes();
    }

    static MapStore open(Path file, int images, PatchGrid grid, int mappingBytes) throws IOException {
        MapFileLayout layout = new MapFileLayout(images, grid);
        if (Files.notExists(file)) {
            create(file, layout);
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = lock(channel, file);
            layout.check(channel, file);
            return new MapStore(file, layout, channel, lock, mappingBytes);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /**
     * Writes the map of one image.
     *
     * @param map one weight per patch, each in [0, 1]; copied
     * @throws IllegalArgumentException if a weight is not in [0, 1], or the length is not that of the grid
     */
    public void write(int image, float[] map, long weightsVersion, int epoch) {
        checkOpen(image);
        checkLength(map);
        for (int patch = 0; patch < map.length; patch++) {
            if (!(map[patch] >= 0 && map[patch] <= 1)) {
                throw new IllegalArgumentException("the map of image " + image + " weighs patch " + patch + " with "
                        + map[patch] + ": a weight lies between 0 and 1");
            }
        }
        records.write(image, map, new MapStamp(weightsVersion, epoch));
    }

    /**
     * Reads the latest map of one image, to 1/65535.
     *
     * @param into receives one weight per patch, if there is a map
     * @return false if no map was ever written: all patches are alike then
     */
    public boolean read(int image, float[] into) {
        checkOpen(image);
        checkLength(into);
        return records.read(image, into) != null;
    }

    /** Where the latest map of one image comes from, or null if no map was ever written. */
    public @Nullable MapStamp stamp(int image) {
        checkOpen(image);
        return records.read(image, null);
    }

    /** Goes through the stamps of all images. */
    public MapCoverage coverage() {
        MapCoverage coverage = new MapCoverage(layout.images(), 0, null, null);
        for (int image = 0; image < layout.images(); image++) {
            MapStamp stamp = stamp(image);
            if (stamp != null) {
                coverage = coverage.with(stamp);
            }
        }
        return coverage;
    }

    /**
     * Copies all maps to memory, so that a checkpoint can be written while the next maps are made.
     *
     * <p>Writers may go on meanwhile; each map in the snapshot is whole.
     */
    public MapSnapshot snapshot() {
        List<ByteBuffer> chunks = new ArrayList<>();
        for (int image = 0; image < layout.images(); image += chunkRecords()) {
            chunks.add(chunk(image));
        }
        return new MapSnapshot(layout, chunks);
    }

    /**
     * Writes all maps to a new file, and waits until it is on disk; as {@link #snapshot}, but without the memory.
     *
     * <p>Stores with the same maps give the same bytes.
     *
     * @param target a file that does not exist yet; it can be opened as a store, or restored
     */
    public void copyTo(Path target) throws IOException {
        try (FileChannel copy = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            writeTo(copy);
            copy.force(true);
        }
    }

    /** Writes the bytes of {@link #copyTo} to a channel, which stays open. */
    public void writeTo(WritableByteChannel target) throws IOException {
        MapFileLayout.writeFully(target, layout.header());
        for (int image = 0; image < layout.images(); image += chunkRecords()) {
            MapFileLayout.writeFully(target, chunk(image));
        }
    }

    /**
     * Replaces all maps by those of a copy; images without a map there have none here afterwards.
     *
     * <p>Nobody else may read or write meanwhile.
     *
     * @throws OtherMapsException if the copy holds maps of other images or another grid; the store is unchanged then
     */
    public void restore(Path source) throws IOException {
        try (FileChannel copy = FileChannel.open(source, StandardOpenOption.READ)) {
            layout.check(copy, source);
            ByteBuffer record = ByteBuffer.allocate(layout.recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
            long position = MapFileLayout.HEADER_BYTES;
            for (int image = 0; image < layout.images(); image++) {
                checkOpen(image);
                if (!MapFileLayout.readFully(copy, record, position)) {
                    throw new IOException(source + " ends before the map of image " + image);
                }
                records.restore(image, record);
                position += layout.recordBytes();
            }
        }
    }

    /** Writes all maps to disk and lets others open the file; a second call does nothing. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (channel;
                lock) {
            records.force();
            header.putInt(MapFileLayout.IN_USE_AT, 0);
            header.force();
        }
    }

    private static void create(Path file, MapFileLayout layout) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            MapFileLayout.writeFully(channel, layout.header());
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
            for (long left = layout.fileBytes() - MapFileLayout.HEADER_BYTES; left > 0; left -= zeros.limit()) {
                MapFileLayout.writeFully(channel, zeros.rewind().limit((int) Math.min(CHUNK_BYTES, left)));
            }
            channel.force(true);
        } catch (IOException failure) {
            Files.deleteIfExists(unfinished);
            throw new IOException(
                    "cannot create " + file + " with " + layout.fileBytes() + " bytes: " + failure.getMessage(),
                    failure);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileLock lock(FileChannel channel, Path file) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            throw new IOException(file + " is already open in this process", heldByThisProcess);
        }
        if (lock == null) {
            throw new IOException(file + " is in use by another run: stop that run, or name another file");
        }
        return lock;
    }

    private int chunkRecords() {
        return Math.max(1, CHUNK_BYTES / layout.recordBytes());
    }

    private ByteBuffer chunk(int first) {
        checkOpen(first);
        int records = Math.min(chunkRecords(), layout.images() - first);
        ByteBuffer chunk = ByteBuffer.allocate(records * layout.recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int image = first; image < first + records; image++) {
            this.records.copy(image, chunk);
        }
        return chunk.flip();
    }

    private void checkOpen(int image) {
        if (closed) {
            throw new IllegalStateException("the maps in " + file + " were closed");
        }
        if (image < 0 || image >= layout.images()) {
            throw new IndexOutOfBoundsException("image " + image + " of " + layout.images() + " in " + file);
        }
    }

    private void checkLength(float[] map) {
        if (map.length != layout.grid().patches()) {
            throw new IllegalArgumentException("a map of " + map.length + " weights for " + layout.grid());
        }
    }
}
