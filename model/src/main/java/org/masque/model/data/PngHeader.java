package org.masque.model.data;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Size and completeness of a PNG, by walking its chunks (PNG specification, section 5). */
final class PngHeader {
    private static final int SIGNATURE_BYTES = 8;
    private static final int CHUNK_FRAME_BYTES = 12;
    private static final long IHDR = 0x49484452;
    private static final long PLTE = 0x504C5445;
    private static final long TRNS = 0x74524E53;
    private static final long IDAT = 0x49444154;
    private static final long IEND = 0x49454E44;
    private static final long EXIF = 0x65584966;

    private PngHeader() {}

    static ImageHeader parse(ByteReader bytes) throws MalformedImageException {
        if (bytes.u32(SIGNATURE_BYTES + 4) != IHDR) {
            throw new MalformedImageException("a PNG that does not begin with its IHDR chunk");
        }
        long width = bytes.u32(SIGNATURE_BYTES + 8);
        long height = bytes.u32(SIGNATURE_BYTES + 12);
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new MalformedImageException("a PNG of " + width + "x" + height + " pixels");
        }
        int orientation = 1;
        boolean complete = false;
        long at = SIGNATURE_BYTES;
        while (!complete && at + CHUNK_FRAME_BYTES <= bytes.length()) {
            long length = bytes.u32(at);
            long type = bytes.u32(at + 4);
            long next = at + CHUNK_FRAME_BYTES + length;
            if (next > bytes.length()) {
                break;
            }
            if (type == EXIF) {
                orientation = ExifOrientation.parse(bytes, (int) at + 8, (int) (next - 4));
            }
            complete = type == IEND;
            at = next;
        }
        return new ImageHeader(ImageHeader.Format.PNG, (int) height, (int) width, orientation, complete);
    }

    /**
     * Copies the chunks that make up the pixels and leaves out the rest: compressed profiles, texts and animations,
     * which may unpack to any size and which no view needs.
     *
     * @param encoded a PNG whose {@link #parse} said complete
     */
    static byte[] pixelChunks(byte[] encoded) throws MalformedImageException {
        ByteReader bytes = new ByteReader(encoded);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(encoded.length);
        kept.writeBytes(Arrays.copyOf(encoded, SIGNATURE_BYTES));
        int at = SIGNATURE_BYTES;
        while (true) {
            int size = CHUNK_FRAME_BYTES + (int) bytes.u32(at);
            long type = bytes.u32(at + 4);
            if (type == IHDR || type == PLTE || type == TRNS || type == IDAT || type == IEND) {
                kept.write(encoded, at, size);
            }
            if (type == IEND) {
                return kept.toByteArray();
            }
            at += size;
        }
    }
}
