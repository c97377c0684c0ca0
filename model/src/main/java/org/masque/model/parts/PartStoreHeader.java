package org.masque.model.parts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.masque.masking.PatchGrid;

/**
 * What a file of part labels holds.
 *
 * @param images of the set, at least 1
 * @param grid the patches of each image
 * @param parts K, 1 to 127
 * @param provenance where the labels come from
 */
public record PartStoreHeader(int images, PatchGrid grid, int parts, PartProvenance provenance) {
    /** What comes before the provenance. */
    static final int FIXED_BYTES = 40;

    public PartStoreHeader {
        if (images < 1 || parts < 1 || parts > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "labels of " + images + " images in " + parts + " parts: at least 1 image and 1 to 127 parts");
        }
    }

    private byte[] text() {
        return provenance.text().getBytes(StandardCharsets.UTF_8);
    }

    /** Where the labels begin. */
    long labelsAt() {
        return FIXED_BYTES + (text().length + 7L) / 8 * 8;
    }

    ByteBuffer encoded(long magic, int format) {
        byte[] text = text();
        ByteBuffer bytes = ByteBuffer.allocate((int) labelsAt()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(magic).putInt(format).putInt(images).putInt(grid.rows()).putInt(grid.columns());
        bytes.putInt(parts).putInt(0).putInt(text.length);
        bytes.position(FIXED_BYTES).put(text);
        return bytes.rewind();
    }

    /**
     * Refuses labels that are not the wanted ones.
     *
     * @throws OtherPartsException that names what differs and what to do
     */
    public void require(PartStoreHeader wanted, Path file) throws OtherPartsException {
        String differences = provenance.differences(wanted.provenance);
        String held = images + " images of " + grid.rows() + "x" + grid.columns() + " patches in " + parts + " parts";
        String asked = wanted.images + " images of " + wanted.grid.rows() + "x" + wanted.grid.columns() + " patches in "
                + wanted.parts + " parts";
        if (!differences.isEmpty() || !held.equals(asked)) {
            String first = held.equals(asked) ? "" : "it holds " + held + ", not " + asked + "; ";
            throw new OtherPartsException(file + " holds labels that were made otherwise: " + first + differences
                    + ". Delete its folder to make the parts anew, or choose another run.name");
        }
    }
}
