package org.masque.model.interop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorSnapshot;

/**
 * Collects named tensors and writes them as one safetensors file.
 *
 * <p>The same tensors and metadata give the same bytes, in whatever order they were added: names are sorted, the header
 * is padded with spaces to a multiple of 8. Values are borrowed, not copied: they must stay alive and unchanged until
 * the last write. Belongs to one thread.
 */
public final class SafetensorsWriter {
    /** What a finished write promises. */
    public enum Durability {
        /** The operating system has the bytes. */
        CACHED,
        /** The disk has the bytes. */
        FSYNCED
    }

    private final Map<String, TensorPayload> tensors = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    /** Adds a free-form string, or replaces it. */
    @CanIgnoreReturnValue
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** Adds off-heap floats as F32 under their own shape. */
    @CanIgnoreReturnValue
    public SafetensorsWriter floats(String name, Tensor values) {
        return add(name, new TensorPayload.OffHeapFloats(values));
    }

    /**
     * Adds a part of a snapshot as F32; it can be written once.
     *
     * @param from where the part begins
     */
    @CanIgnoreReturnValue
    public SafetensorsWriter floats(String name, TensorSnapshot snapshot, long from, long... shape) {
        return add(name, new TensorPayload.SnapshotFloats(snapshot, from, shape));
    }

    /** Adds floats as F32, row-major; no shape at all stands for a single number. */
    @CanIgnoreReturnValue
    public SafetensorsWriter floats(String name, float[] values, long... shape) {
        requireLength(name, values.length, shape);
        return add(name, new TensorPayload.Floats(values, shape));
    }

    /** Adds ints as I32, row-major; no shape at all stands for a single number. */
    @CanIgnoreReturnValue
    public SafetensorsWriter ints(String name, int[] values, long... shape) {
        requireLength(name, values.length, shape);
        return add(name, new TensorPayload.Ints(values, shape));
    }

    private SafetensorsWriter add(String name, TensorPayload payload) {
        if (name.equals(HeaderParser.METADATA)) {
            throw new IllegalArgumentException("the format keeps this name for itself: " + name);
        }
        if (tensors.putIfAbsent(name, payload) != null) {
            throw new IllegalArgumentException("two tensors with one name: " + name);
        }
        return this;
    }

    private static void requireLength(String name, int length, long[] shape) {
        long wanted = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (wanted != length || Arrays.stream(shape).anyMatch(axis -> axis < 0)) {
            throw new IllegalArgumentException(
                    name + ": " + length + " elements for the shape " + Arrays.toString(shape));
        }
    }

    /** The size of the file, for a look at the free space beforehand. */
    public long bytes() {
        long data = tensors.values().stream().mapToLong(TensorPayload::bytes).sum();
        return HeaderEncoder.encode(tensors, metadata).remaining() + data;
    }

    /** Writes the whole file to an open channel, which stays open. */
    public void writeTo(WritableByteChannel target) throws IOException {
        writeFully(HeaderEncoder.encode(tensors, metadata), target);
        for (TensorPayload payload : tensors.values()) {
            payload.writeTo(target);
        }
    }

    /**
     * Writes a file that is whole or absent: under a temporary name beside it first, then renamed over what is there.
     *
     * @throws IOException if it cannot be written; the temporary file is removed then
     */
    public void writeTo(Path file, Durability durability) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            NamedWrite.to(file, bytes(), () -> write(partial, durability));
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        if (durability == Durability.FSYNCED) {
            forceFolderOf(file);
        }
    }

    private void write(Path partial, Durability durability) throws IOException {
        try (FileChannel channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeTo(channel);
            if (durability == Durability.FSYNCED) {
                channel.force(true);
            }
        }
    }

    // Without this a power cut may take back the rename.
    private static void forceFolderOf(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    static void writeFully(ByteBuffer source, WritableByteChannel target) throws IOException {
        while (source.hasRemaining()) {
            target.write(source);
        }
    }
}
