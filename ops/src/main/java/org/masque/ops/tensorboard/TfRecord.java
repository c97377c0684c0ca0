package org.masque.ops.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The framing of TensorFlow's record files: length, masked checksum of the length, data, masked checksum of the data,
 * all little-endian. The mask rotates a CRC-32C by 15 bits and adds a constant, as the format's description says.
 */
final class TfRecord {
    private static final int MASK = 0xa282ead8;
    private static final int ROTATION = 15;

    private TfRecord() {}

    /** The bytes of one record. */
    static byte[] frame(byte[] data) {
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(maskedChecksum(record.array(), Long.BYTES));
        record.put(data);
        record.putInt(maskedChecksum(data, data.length));
        return record.array();
    }

    static int maskedChecksum(byte[] data, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(data, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), ROTATION) + MASK;
    }
}
