package org.masque.model.maps;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The records of a file of maps in memory, each behind a sequence lock.
 *
 * <p>A writer makes the sequence odd, writes, and makes it even again; a reader takes the record only if the sequence
 * was even and the same before and after. So a reader never sees half of one map and half of another, and never makes a
 * writer wait. Sequence 0 means never written.
 */
final class MappedRecords {
    private static final VarHandle SEQUENCE =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final float STEPS = 65535;

    private final MapFileLayout layout;
    private final int recordsPerMapping;
    private final MappedByteBuffer[] mappings;

    /**
     * Maps the records of an open file.
     *
     * @param mappingBytes the most that one mapping may hold; the JDK allows 2 GiB
     */
    MappedRecords(FileChannel channel, MapFileLayout layout, int mappingBytes) throws IOException {
        this.layout = layout;
        recordsPerMapping = Math.max(1, mappingBytes / layout.recordBytes());
        mappings = new MappedByteBuffer[(layout.images() - 1) / recordsPerMapping + 1];
        for (int each = 0; each < mappings.length; each++) {
            int first = each * recordsPerMapping;
            int records = Math.min(recordsPerMapping, layout.images() - first);
            long position = MapFileLayout.HEADER_BYTES + (long) first * layout.recordBytes();
            long bytes = (long) records * layout.recordBytes();
            mappings[each] = channel.map(FileChannel.MapMode.READ_WRITE, position, bytes);
            mappings[each].order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    void write(int image, float[] map, MapStamp stamp) {
        ByteBuffer mapping = mapping(image);
        int at = offset(image);
        int sequence = claim(mapping, at);
        mapping.putInt(at + MapFileLayout.EPOCH_AT, stamp.epoch());
        mapping.putLong(at + MapFileLayout.VERSION_AT, stamp.weightsVersion());
        for (int patch = 0; patch < map.length; patch++) {
            short steps = (short) Math.round(map[patch] * STEPS);
            mapping.putShort(at + MapFileLayout.WEIGHTS_AT + 2 * patch, steps);
        }
        SEQUENCE.setRelease(mapping, at, sequence + 2);
    }

    /** Reads the stamp of a record, and its map into an array if there is one; null if it was never written. */
    @Nullable
    MapStamp read(int image, float @Nullable [] into) {
        ByteBuffer mapping = mapping(image);
        int at = offset(image);
        while (true) {
            int sequence = (int) SEQUENCE.getAcquire(mapping, at);
            if (sequence == 0) {
                return null;
            }
            int epoch = mapping.getInt(at + MapFileLayout.EPOCH_AT);
            long version = mapping.getLong(at + MapFileLayout.VERSION_AT);
            if (into != null) {
                decode(mapping, at, into);
            }
            if (unchanged(mapping, at, sequence)) {
                return new MapStamp(version, epoch);
            }
            Thread.onSpinWait();
        }
    }

    /** Copies a record as it is on disk, with a sequence that tells only whether it was ever written. */
    void copy(int image, ByteBuffer into) {
        ByteBuffer mapping = mapping(image);
        int at = offset(image);
        int start = into.position();
        while (true) {
            int sequence = (int) SEQUENCE.getAcquire(mapping, at);
            into.put(start, mapping, at, layout.recordBytes());
            if (unchanged(mapping, at, sequence)) {
                into.putInt(start + MapFileLayout.SEQUENCE_AT, sequence == 0 ? 0 : 2);
                into.position(start + layout.recordBytes());
                return;
            }
            Thread.onSpinWait();
        }
    }

    /** Puts back a record that {@link #copy} took. */
    void restore(int image, ByteBuffer from) {
        ByteBuffer mapping = mapping(image);
        int at = offset(image);
        int start = from.position();
        int sequence = claim(mapping, at);
        int stamped = MapFileLayout.EPOCH_AT;
        mapping.put(at + stamped, from, start + stamped, layout.recordBytes() - stamped);
        boolean written = from.getInt(start + MapFileLayout.SEQUENCE_AT) != 0;
        SEQUENCE.setRelease(mapping, at, written ? sequence + 2 : 0);
        from.position(start + layout.recordBytes());
    }

    /** Forgets the maps whose writer died half-way; only while nobody else uses the records. */
    void dropHalfWritten() {
        for (int image = 0; image < layout.images(); image++) {
            if ((int) SEQUENCE.getAcquire(mapping(image), offset(image)) % 2 != 0) {
                SEQUENCE.setRelease(mapping(image), offset(image), 0);
            }
        }
    }

    /** Waits until all is on disk. */
    void force() {
        for (MappedByteBuffer mapping : mappings) {
            mapping.force();
        }
    }

    private void decode(ByteBuffer mapping, int at, float[] into) {
        for (int patch = 0; patch < into.length; patch++) {
            int steps = Short.toUnsignedInt(mapping.getShort(at + MapFileLayout.WEIGHTS_AT + 2 * patch));
            into[patch] = steps / STEPS;
        }
    }

    // Whether all that was read since the sequence belongs to one map.
    private static boolean unchanged(ByteBuffer mapping, int at, int sequence) {
        VarHandle.loadLoadFence();
        return sequence % 2 == 0 && sequence == (int) SEQUENCE.getOpaque(mapping, at);
    }

    private static int claim(ByteBuffer mapping, int at) {
        while (true) {
            int sequence = (int) SEQUENCE.getAcquire(mapping, at);
            if (sequence % 2 == 0 && SEQUENCE.compareAndSet(mapping, at, sequence, sequence + 1)) {
                // No byte of the new map may be seen before the odd sequence is.
                VarHandle.storeStoreFence();
                return sequence;
            }
            Thread.onSpinWait();
        }
    }

    private ByteBuffer mapping(int image) {
        return mappings[image / recordsPerMapping];
    }

    private int offset(int image) {
        return image % recordsPerMapping * layout.recordBytes();
    }
}
