package org.masque.model.data;

/**
 * What the first bytes of an encoded image promise, before anything is decoded.
 *
 * @param format how it is encoded
 * @param height rows of pixels as stored, before {@code orientation} is applied
 * @param width columns of pixels as stored
 * @param orientation EXIF orientation, 1 (upright) to 8
 * @param complete whether the end of the image is there: the end-of-image marker of a JPEG, the IEND chunk of a PNG,
 *     the last row of an uncompressed BMP. Decoders fill a missing half with grey and say nothing.
 */
record ImageHeader(Format format, int height, int width, int orientation, boolean complete) {
    /** The encodings that are decoded. */
    enum Format {
        JPEG,
        PNG,
        BMP
    }

    /** The number of pixels. */
    long pixels() {
        return (long) height * width;
    }

    /**
     * Reads the header, allocating nothing in proportion to the image.
     *
     * @param encoded the whole file
     * @throws MalformedImageException if it is no JPEG, PNG or BMP, or its structure is damaged
     */
    static ImageHeader parse(byte[] encoded) throws MalformedImageException {
        ByteReader bytes = new ByteReader(encoded);
        if (bytes.startsWith(0xFF, 0xD8)) {
            return JpegHeader.parse(bytes);
        }
        if (bytes.startsWith(0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return PngHeader.parse(bytes);
        }
        if (bytes.startsWith('B', 'M')) {
            return BmpHeader.parse(bytes);
        }
        throw new MalformedImageException("not a JPEG, PNG or BMP image, but " + kindOf(bytes));
    }

    // Only for the message: what people most often store under a wrong name.
    private static String kindOf(ByteReader bytes) {
        if (bytes.startsWith('G', 'I', 'F', '8')) {
            return "a GIF";
        }
        if (bytes.startsWith('R', 'I', 'F', 'F')) {
            return "a RIFF file (WebP?)";
        }
        if (bytes.startsWith('I', 'I', '*', 0) || bytes.startsWith('M', 'M', 0, '*')) {
            return "a TIFF";
        }
        if (bytes.startsWith('<')) {
            return "markup text";
        }
        return "something else";
    }
}
