package org.masque.model.picture;

/** The colours of a sheet; blue and orange stay apart for colour-blind eyes too. */
final class Palette {
    static final int PAPER = 0xffffff;
    static final int TEXT = 0x1f2328;
    static final int FAINT_TEXT = 0x59636e;
    static final int LINE = 0xc8ced4;
    static final int MASKED = 0x2166ac;
    static final int THROWN = 0xf4a03a;
    static final int THROWN_HATCH = 0xc46f10;
    static final int ABSENT = 0xe6e8eb;
    static final int ABSENT_HATCH = 0xb4bac1;

    /** How much of a masked or thrown patch's image is hidden by its colour. */
    static final float TINT = .66f;

    /** How much of a patch's image is hidden by the colour of its part. */
    static final float PART_TINT = .66f;

    // Ten hues that stay apart, also for most colour-blind eyes in their lightness (after Tableau's ten).
    private static final int[] PARTS = {
        0x4e79a7, 0xf28e2b, 0x59a14f, 0xe15759, 0xb07aa1, 0xedc948, 0x76b7b2, 0xff9da7, 0x9c755f, 0x3d3d3d
    };

    /** The colour of a part. */
    static int part(int part) {
        return PARTS[part % PARTS.length];
    }

    private Palette() {}
}
