package org.masque.model.interop;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.masque.model.tensor.Tensor;

/**
 * A safetensors file opened for reading; nothing in it is believed before it is checked.
 *
 * <p>The format: 8 bytes with the length of the header, the header in JSON, the tensors' bytes without hole or overlap.
 * Opening reads and checks the header only; a tensor is streamed from the disk when it is asked for. A file that breaks
 * the format, or lacks what is asked of it, gives a {@link SafetensorsException}. Readable from many threads at once;
 * closed by whoever opened it.
 */
public final class SafetensorsFile implements Closeable {
    private static final long FLOATS_PER_READ = 1 << 22;

    private enum Names {
        /** As the file has them. */
        OWN,
        /** Those of MAE or SimMIM, where the file's are other spellings of them. */
        PUBLIC
    }

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final NameMapping mapping;
    private final long dataStart;

    private SafetensorsFile(Path file, FileChannel channel, Names names) throws IOException {
        HeaderReader reader = new HeaderReader(file, channel);
        long headerBytes = reader.headerBytes();
        this.file = file;
        this.channel = channel;
        this.header = reader.read(headerBytes);
        Set<String> own = header.tensors().keySet();
        this.mapping = names == Names.PUBLIC ? PublicNames.of(file, own) : NameMapping.identity(own);
        this.dataStart = HeaderReader.LENGTH_BYTES + headerBytes;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws SafetensorsException if it breaks the format
     * @throws IOException if it cannot be read at all
     */
    @MustBeClosed
    public static SafetensorsFile open(Path file) throws IOException {
        return open(file, Names.OWN);
    }

    /**
     * Opens a file of a network's weights under the public names of MAE or SimMIM, also where it has them behind a
     * prefix or as Hugging Face spells them; {@link #notes} says what was renamed.
     *
     * @throws SafetensorsException if it breaks the format, or holds several networks
     * @throws IOException if it cannot be read at all
     */
    @MustBeClosed
    public static SafetensorsFile openWeights(Path file) throws IOException {
        return open(file, Names.PUBLIC);
    }

    @MustBeClosed
    private static SafetensorsFile open(Path file, Names names) throws IOException {
        if (Files.isDirectory(file)) {
            throw new SafetensorsException(file, "a folder, not a file");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new SafetensorsFile(file, channel, names);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Where the file lies, for messages. */
    public Path path() {
        return file;
    }

    /** The tensors' names, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(mapping.sources().keySet());
    }

    /** Names in the file that are no part of the network, and under which nothing can be read. */
    List<String> leftAside() {
        return mapping.leftAside();
    }

    /** A clause that names what is nearest to a missing name, rather none of those that are used; for messages. */
    String nearest(String missing, Set<String> used) {
        return mapping.nearest(missing, used)
                .map(name -> "; the nearest name in the file is " + SafetensorsException.quoted(name))
                .orElse("");
    }

    /** What was renamed, for a person. */
    List<String> notes() {
        return mapping.notes();
    }

    /** The free-form strings, sorted by key; empty if the file has none. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /** The lengths of a tensor's axes; empty for a single number. */
    public long[] shape(String name) throws SafetensorsException {
        List<TensorEntry> entries = entries(name);
        long[] shape = entries.get(0).shape().clone();
        for (TensorEntry next : entries.subList(1, entries.size())) {
            if (shape.length == 0 || !Arrays.equals(next.shape(), entries.get(0).shape())) {
                throw new SafetensorsException(
                        file,
                        next.name(),
                        "has shape " + Arrays.toString(next.shape()) + ", not that of "
                                + entries.get(0).name() + ", on which it is stacked");
            }
            shape[0] += next.shape()[0];
        }
        return shape;
    }

    /**
     * Reads a tensor of F64, F32, F16 or BF16 as floats, row-major.
     *
     * <p>An F64 beyond the range of floats becomes infinite.
     */
    public float[] floats(String name) throws IOException {
        List<TensorEntry> entries = entries(name, ElementType.Kind.FLOAT);
        float[] values = new float[arrayLength(name, entries)];
        int filled = 0;
        for (TensorEntry entry : entries) {
            ElementStream elements = elements(entry);
            for (long i = 0; i < entry.length(); i++) {
                values[filled++] = elements.nextFloat();
            }
        }
        return values;
    }

    /** Reads a tensor of I64, I32, I8, U8 or BOOL as ints, row-major; an I64 that does not fit is an error. */
    public int[] ints(String name) throws IOException {
        List<TensorEntry> entries = entries(name, ElementType.Kind.INTEGER);
        int[] values = new int[arrayLength(name, entries)];
        ElementStream elements = elements(entries.get(0)); // only floats are stacked
        for (int i = 0; i < values.length; i++) {
            long value = elements.nextInteger();
            if (value != (int) value) {
                throw new SafetensorsException(
                        file, name, "element " + i + " is " + value + ", which no 32-bit integer holds");
            }
            values[i] = (int) value;
        }
        return values;
    }

    /**
     * Reads a tensor of floats into off-heap memory, without a copy on the heap.
     *
     * @param target borrowed, overwritten; as many floats as the tensor has, in any shape
     */
    public void readInto(String name, Tensor target) throws IOException {
        List<TensorEntry> entries = entries(name, ElementType.Kind.FLOAT);
        if (length(entries) != target.length()) {
            throw new SafetensorsException(
                    file, name, "its shape is " + Arrays.toString(shape(name)) + ", wanted is " + target);
        }
        long filled = 0;
        for (TensorEntry entry : entries) {
            readInto(entry, target.slice(filled, entry.length()));
            filled += entry.length();
        }
    }

    private void readInto(TensorEntry entry, Tensor target) throws IOException {
        if (entry.type() == ElementType.F32 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            copyBytes(entry, target);
        } else {
            convert(entry, target);
        }
    }

    private void copyBytes(TensorEntry entry, Tensor target) throws IOException {
        for (long done = 0; done < entry.length(); done += FLOATS_PER_READ) {
            int count = (int) Math.min(FLOATS_PER_READ, entry.length() - done);
            Tensor part = target.slice(done, count);
            ByteBuffer memory = part.bytes().slice(part.start(), count * Float.BYTES);
            FullReads.read(file, channel, memory, dataStart + entry.begin() + done * Float.BYTES);
        }
    }

    private void convert(TensorEntry entry, Tensor target) throws IOException {
        ElementStream elements = elements(entry);
        for (long done = 0; done < entry.length(); done += FLOATS_PER_READ) {
            Tensor part = target.slice(done, Math.min(FLOATS_PER_READ, entry.length() - done));
            for (long i = 0; i < part.length(); i++) {
                part.set(i, elements.nextFloat());
            }
        }
    }

    /**
     * Reads every tensor of floats once and refuses NaN and infinities, also those that only the conversion makes.
     *
     * @throws SafetensorsException naming the first tensor and element
     */
    public void requireFinite() throws IOException {
        for (TensorEntry entry : header.tensors().values()) {
            if (entry.type().kind() == ElementType.Kind.FLOAT) {
                requireFinite(entry);
            }
        }
    }

    private void requireFinite(TensorEntry entry) throws IOException {
        ElementStream elements = elements(entry);
        for (long i = 0; i < entry.length(); i++) {
            float value = elements.nextFloat();
            if (!Float.isFinite(value)) {
                throw new SafetensorsException(file, entry.name(), "element " + i + " is " + value);
            }
        }
    }

    private ElementStream elements(TensorEntry entry) {
        return new ElementStream(file, channel, dataStart, entry);
    }

    private List<TensorEntry> entries(String name, ElementType.Kind kind) throws SafetensorsException {
        List<TensorEntry> entries = entries(name);
        for (TensorEntry entry : entries) {
            if (entry.type().kind() != kind) {
                throw new SafetensorsException(
                        file, entry.name(), "its dtype is " + entry.type() + ", not one of " + ElementType.of(kind));
            }
        }
        return entries;
    }

    private List<TensorEntry> entries(String name) throws SafetensorsException {
        List<String> sources = mapping.sources().get(name);
        if (sources == null) {
            throw new SafetensorsException(
                    file, name, "not in the file, which has " + header.tensors().size() + " tensors");
        }
        return sources.stream().map(source -> entry(source)).toList();
    }

    private TensorEntry entry(String source) {
        return Objects.requireNonNull(header.tensors().get(source));
    }

    private static long length(List<TensorEntry> entries) {
        return entries.stream().mapToLong(TensorEntry::length).sum();
    }

    private int arrayLength(String name, List<TensorEntry> entries) throws SafetensorsException {
        long length = length(entries);
        if (length > Integer.MAX_VALUE - 8) {
            throw new SafetensorsException(file, name, length + " elements are too many for an array");
        }
        return (int) length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
