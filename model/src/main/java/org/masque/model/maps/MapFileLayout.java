package org.masque.model.maps;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.masque.masking.PatchGrid;

/**
 * What lies where in a file of maps: a header of 64 bytes, then one record per image, little-endian.
 *
 * <p>Header: magic (8 bytes), format, images, rows, columns, whether it is in use (4 bytes each). Record: sequence and
 * epoch (4 bytes each), weights version (8 bytes), one unsigned 16-bit weight per patch, padding to a multiple of 8.
 *
 * @param images at least 1
 * @param grid the patches of each map
 */
record MapFileLayout(int images, PatchGrid grid) {
    static final int HEADER_BYTES = 64;
    static final int IN_USE_AT = 24;
    static final int SEQUENCE_AT = 0;
    static final int EPOCH_AT = 4;
    static final int VERSION_AT = 8;
    static final int WEIGHTS_AT = 16;

    private static final long MAGIC = 0x5350414d5153414dL; // "MASQMAPS"
    private static final int FORMAT = 1;

    MapFileLayout {
        if (images < 1) {
            throw new IllegalArgumentException("a store of " + images + " maps: at least one image is needed");
        }
    }

    int recordBytes() {
        return WEIGHTS_AT + (2 * grid.patches() + 7) / 8 * 8;
    }

    long fileBytes() {
        return HEADER_BYTES + (long) images * recordBytes();
    }

    /** The header of a file that nobody uses. */
    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC).putInt(FORMAT).putInt(images).putInt(grid.rows()).putInt(grid.columns());
        return header.rewind();
    }

    /**
     * Refuses a file that holds other maps than these.
     *
     * @throws IOException that says what the file holds and what to do
     */
    void check(FileChannel channel, Path file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (!readFully(channel, header, 0) || header.getLong() != MAGIC) {
            throw new IOException(file + " is not a file of maps: name another file, or delete this one");
        }
        int format = header.getInt();
        if (format != FORMAT) {
            throw new IOException(file + " has format " + format + ", and this version of Masque reads format " + FORMAT
                    + ": delete it to make the maps anew");
        }
        String held = describe(header.getInt(), header.getInt(), header.getInt());
        String wanted = describe(images, grid.rows(), grid.columns());
        if (!held.equals(wanted)) {
            throw new OtherMapsException(file + " holds " + held + ", but this run has " + wanted
                    + ": use the data and the patch size that it was made for, or delete it to make the maps anew");
        }
        if (channel.size() != fileBytes()) {
            throw new IOException(file + " has " + channel.size() + " bytes instead of " + fileBytes()
                    + ": a part is missing; delete it to make the maps anew");
        }
    }

    /** Fills the buffer from a place in the file and rewinds it; false if the file ends before. */
    static boolean readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        into.clear();
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position()) < 0) {
                return false;
            }
        }
        into.rewind();
        return true;
    }

    /** Writes all that remains in the buffer. */
    static void writeFully(WritableByteChannel channel, ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            if (channel.write(from) < 0) {
                throw new EOFException();
            }
        }
    }

    private static String describe(int images, int rows, int columns) {
        return images + " maps of " + rows + "x" + columns + " patches";
    }
}
