package org.masque.model.data;

/** Finds the orientation (tag 0x0112) in the first directory of an EXIF block, and turns images by it. */
final class ExifOrientation {
    private static final int TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;

    private ExifOrientation() {}

    /**
     * Reads the orientation.
     *
     * <p>Only the first directory is looked at and no link is followed, so a hostile block costs at most one pass over
     * its own bytes. A damaged block counts as upright: the pixels are still good.
     *
     * @param tiff where the TIFF header begins
     * @param end first byte after the block
     * @return 1 (upright) to 8
     */
    static int parse(ByteReader bytes, int tiff, int end) {
        try {
            boolean lowFirst = bytes.matches(tiff, 'I', 'I');
            if (!lowFirst && !bytes.matches(tiff, 'M', 'M')) {
                return 1;
            }
            long directory = tiff + (lowFirst ? bytes.u32LowFirst(tiff + 4) : bytes.u32(tiff + 4));
            int entries = u16(bytes, directory, lowFirst);
            for (int i = 0; i < entries; i++) {
                long entry = directory + 2 + (long) i * ENTRY_BYTES;
                if (entry + ENTRY_BYTES > end) {
                    return 1;
                }
                if (u16(bytes, entry, lowFirst) == TAG) {
                    int value = u16(bytes, entry + 8, lowFirst);
                    return value >= 1 && value <= 8 ? value : 1;
                }
            }
            return 1;
        } catch (MalformedImageException damaged) {
            return 1;
        }
    }

    private static int u16(ByteReader bytes, long at, boolean lowFirst) throws MalformedImageException {
        return lowFirst ? bytes.u16LowFirst(at) : bytes.u16(at);
    }

    /** Whether rows become columns. */
    static boolean transposes(int orientation) {
        return orientation >= 5;
    }

    /**
     * Turns an image upright.
     *
     * <p>Orientations 1 to 8 say where the first stored row and column belong: 2 mirrored, 3 turned by 180 degrees, 4
     * both, 5 to 8 the same with rows and columns exchanged (EXIF 2.32, tag Orientation).
     *
     * @param stored the image as stored
     * @param orientation 1 to 8
     */
    static RawImage upright(RawImage stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        boolean transposed = transposes(orientation);
        int height = transposed ? stored.width() : stored.height();
        int width = transposed ? stored.height() : stored.width();
        byte[] rgb = new byte[stored.rgb().length];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int from = 3 * source(stored, orientation, row, column);
                int to = 3 * (row * width + column);
                rgb[to] = stored.rgb()[from];
                rgb[to + 1] = stored.rgb()[from + 1];
                rgb[to + 2] = stored.rgb()[from + 2];
            }
        }
        return new RawImage(height, width, rgb, transposed ? stored.full().transposed() : stored.full());
    }

    // The stored pixel that the upright pixel (row, column) comes from.
    private static int source(RawImage stored, int orientation, int row, int column) {
        int lastRow = stored.height() - 1;
        int lastColumn = stored.width() - 1;
        int storedRow = switch (orientation) {
            case 3, 4 -> lastRow - row;
            case 5, 8 -> column;
            case 6, 7 -> lastRow - column;
            default -> row;
        };
        int storedColumn = switch (orientation) {
            case 2, 3 -> lastColumn - column;
            case 5, 6 -> row;
            case 7, 8 -> lastColumn - row;
            default -> column;
        };
        return storedRow * stored.width() + storedColumn;
    }
}
