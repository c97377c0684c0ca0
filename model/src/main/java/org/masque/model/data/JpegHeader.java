package org.masque.model.data;

/**
 * Size, orientation and completeness of a JPEG, by walking its markers (ITU-T T.81, annex B).
 *
 * <p>The walk, unlike a look at the last two bytes, finds the end-of-image marker before trailing padding, and is not
 * taken in by the one of a thumbnail inside the EXIF segment.
 */
final class JpegHeader {
    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int APP1 = 0xE1;

    private final ByteReader bytes;
    private int height;
    private int width;
    private int orientation = 1;
    private boolean scanned;

    private JpegHeader(ByteReader bytes) {
        this.bytes = bytes;
    }

    static ImageHeader parse(ByteReader bytes) throws MalformedImageException {
        JpegHeader header = new JpegHeader(bytes);
        boolean complete = header.walk();
        if (complete && header.height == 0) {
            throw new MalformedImageException("a JPEG without a frame header, or without a height in it");
        }
        return new ImageHeader(
                ImageHeader.Format.JPEG, header.height, header.width, header.orientation, complete && header.scanned);
    }

    // Returns whether the end-of-image marker was met.
    private boolean walk() throws MalformedImageException {
        int at = 2;
        while (true) {
            at = bytes.nextFF(at);
            if (at + 1 >= bytes.length()) {
                return false;
            }
            int marker = bytes.u8(at + 1);
            if (marker == END_OF_IMAGE) {
                return true;
            }
            if (!hasSegment(marker)) {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            if (at + 3 >= bytes.length()) {
                return false;
            }
            int length = bytes.u16(at + 2);
            if (at + 2L + length > bytes.length()) {
                return false;
            }
            readSegment(marker, at + 4, length - 2);
            at += 2 + Math.max(2, length);
        }
    }

    // Stuffed zeros, restart markers and reserved codes stand alone. Inside a scan a damaged byte may look like any
    // marker;
    // only those that a decoder acts on are taken for one.
    private static boolean hasSegment(int marker) {
        return marker >= 0xC0 && marker <= 0xFE && !(marker >= 0xD0 && marker <= START_OF_IMAGE) && !isReserved(marker);
    }

    private static boolean isReserved(int marker) {
        return marker == 0xC8 || (marker >= 0xF0 && marker <= 0xFD);
    }

    private void readSegment(int marker, int at, int length) throws MalformedImageException {
        if (isFrame(marker) && height == 0) {
            height = bytes.u16(at + 1);
            width = bytes.u16(at + 3);
            if (width == 0) {
                throw new MalformedImageException("a JPEG of width 0");
            }
        } else if (marker == START_OF_SCAN) {
            scanned = true;
        } else if (marker == APP1 && bytes.matches(at, 'E', 'x', 'i', 'f', 0, 0)) {
            orientation = ExifOrientation.parse(bytes, at + 6, at + length);
        }
    }

    // SOF0 to SOF15, without the tables that share the range: DHT, JPG, DAC.
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }
}
