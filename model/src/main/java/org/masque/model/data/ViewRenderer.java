package org.masque.model.data;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.masque.masking.CropBox;
import org.masque.masking.ViewGeometry;
import org.masque.model.tensor.Tensor;

/**
 * Renders views: crops, resamples (bicubic, antialiased), mirrors and normalises, in plain Java on scratch arrays that
 * are kept.
 *
 * <p>The same numbers for the same image and geometry, whichever renderer makes them. One renderer belongs to one
 * thread.
 */
public final class ViewRenderer {
    private static final float WHITE = 255;

    private final Augmentation augmentation;
    private final BicubicWeights vertical = new BicubicWeights();
    private final BicubicWeights horizontal = new BicubicWeights();
    private final float[] view;
    // Converted rows of the crop, in a ring: row r lies in slot r % slots. Only those under one output row are needed
    // at once.
    private float[] ring = new float[0];
    private float[] blended = new float[0];
    private int slots;
    private int converted;

    /** Makes a renderer with scratch of its own. */
    public ViewRenderer(Augmentation augmentation) {
        this.augmentation = augmentation;
        this.view = new float[augmentation.viewLength()];
    }

    /**
     * Renders one view into a tensor.
     *
     * @param out borrowed, 3 * H * W floats in the order [3, H, W], H and W being the view's size
     */
    public void render(RawImage image, ViewGeometry geometry, Tensor out) {
        if (out.length() != view.length) {
            throw new IllegalArgumentException("a view of " + view.length + " floats does not fit " + out);
        }
        draw(image, geometry);
        out.floats().put(view);
    }

    /**
     * Renders one view into a buffer.
     *
     * @param out receives 3 * H * W floats in the order [3, H, W]; its position is neither used nor moved
     * @param offset where the first of them goes
     */
    public void render(RawImage image, ViewGeometry geometry, FloatBuffer out, int offset) {
        draw(image, geometry);
        out.put(offset, view);
    }

    private void draw(RawImage image, ViewGeometry geometry) {
        CropBox crop = geometry.crop();
        requireInside(crop, image);
        int rowLength = 3 * crop.width();
        vertical.prepare(crop.height(), augmentation.imageHeight());
        horizontal.prepare(crop.width(), augmentation.imageWidth());
        reserve(rowLength);
        converted = 0;
        for (int row = 0; row < augmentation.imageHeight(); row++) {
            convertRows(image, crop, vertical.first(row) + vertical.count(row));
            blendRows(row, rowLength);
            writeRow(row, geometry.flipped());
        }
    }

    private static void requireInside(CropBox crop, RawImage image) {
        boolean sameImage = crop.imageHeight() == image.height() && crop.imageWidth() == image.width();
        boolean inside = crop.top() >= 0
                && crop.left() >= 0
                && crop.top() + crop.height() <= image.height()
                && crop.left() + crop.width() <= image.width();
        if (!sameImage || !inside) {
            throw new IllegalArgumentException(
                    crop + " is not a part of an image of " + image.height() + "x" + image.width() + " pixels");
        }
    }

    private void reserve(int rowLength) {
        slots = vertical.maxCount();
        if (ring.length < slots * rowLength) {
            ring = new float[slots * rowLength];
        }
        if (blended.length < rowLength) {
            blended = new float[rowLength];
        }
    }

    // Each row of the crop is converted to floats once, as the window of needed rows moves down.
    private void convertRows(RawImage image, CropBox crop, int end) {
        byte[] rgb = image.rgb();
        int rowLength = 3 * crop.width();
        for (; converted < end; converted++) {
            int from = 3 * ((crop.top() + converted) * image.width() + crop.left());
            int to = converted % slots * rowLength;
            for (int i = 0; i < rowLength; i++) {
                ring[to + i] = rgb[from + i] & 0xFF;
            }
        }
    }

    private void blendRows(int row, int rowLength) {
        float[] sum = blended;
        float[] rows = ring;
        Arrays.fill(sum, 0, rowLength, 0);
        for (int k = 0; k < vertical.count(row); k++) {
            float weight = vertical.values()[vertical.offset(row) + k];
            int from = (vertical.first(row) + k) % slots * rowLength;
            for (int i = 0; i < rowLength; i++) {
                sum[i] += weight * rows[from + i];
            }
        }
    }

    private void writeRow(int row, boolean flipped) {
        int width = augmentation.imageWidth();
        int plane = augmentation.imageHeight() * width;
        float[] weights = horizontal.values();
        float[] source = blended;
        for (int x = 0; x < width; x++) {
            int offset = horizontal.offset(x);
            int end = offset + horizontal.count(x);
            int from = 3 * horizontal.first(x);
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int k = offset; k < end; k++) {
                red += weights[k] * source[from];
                green += weights[k] * source[from + 1];
                blue += weights[k] * source[from + 2];
                from += 3;
            }
            int to = row * width + (flipped ? width - 1 - x : x);
            view[to] = normalised(red, 0);
            view[plane + to] = normalised(green, 1);
            view[2 * plane + to] = normalised(blue, 2);
        }
    }

    // The cubic kernel has negative lobes and overshoots at edges: such values are no colours, and are clamped as PIL
    // does.
    private float normalised(float value, int channel) {
        float clamped = Math.min(Math.max(value, 0), WHITE) / WHITE;
        return (clamped - augmentation.mean()[channel]) / augmentation.std()[channel];
    }
}
