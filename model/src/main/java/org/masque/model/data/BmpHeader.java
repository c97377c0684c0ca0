package org.masque.model.data;

/** Size and completeness of a BMP (Windows bitmap, headers of 12 bytes and of 40 and more). */
final class BmpHeader {
    private static final int FILE_HEADER_BYTES = 14;
    private static final int OLD_HEADER_BYTES = 12;
    private static final long UNCOMPRESSED = 0;
    private static final long BIT_FIELDS = 3;

    private BmpHeader() {}

    static ImageHeader parse(ByteReader bytes) throws MalformedImageException {
        long headerBytes = bytes.u32LowFirst(FILE_HEADER_BYTES);
        boolean old = headerBytes == OLD_HEADER_BYTES;
        long width = old ? bytes.u16LowFirst(18) : (int) bytes.u32LowFirst(18);
        // A negative height says that the rows are stored from the top.
        long height = old ? bytes.u16LowFirst(20) : Math.abs((long) (int) bytes.u32LowFirst(22));
        int bitsPerPixel = bytes.u16LowFirst(old ? 24 : 28);
        long compression = old ? UNCOMPRESSED : bytes.u32LowFirst(30);
        if (compression > BIT_FIELDS) {
            throw new MalformedImageException("a BMP of compression " + compression);
        }
        if (width < 1 || height < 1 || height > Integer.MAX_VALUE) {
            throw new MalformedImageException("a BMP of " + width + "x" + height + " pixels");
        }
        long rowBytes = (width * bitsPerPixel + 31) / 32 * 4;
        // Divided, not multiplied: the product of two hostile numbers may overflow.
        long rowsThere = (bytes.length() - bytes.u32LowFirst(10)) / Math.max(1, rowBytes);
        boolean plainRows = compression == UNCOMPRESSED || compression == BIT_FIELDS;
        boolean complete = !plainRows || rowsThere >= height;
        return new ImageHeader(ImageHeader.Format.BMP, (int) height, (int) width, 1, complete);
    }
}
