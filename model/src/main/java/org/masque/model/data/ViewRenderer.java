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
    // A colour from 0 to 255 times the factor plus the shift is normalised.
    private final float[] factor = new float[3];
    private final float[] shift = new float[3];
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
        for (int channel = 0; channel < 3; channel++) {
            double std = augmentation.std()[channel];
            factor[channel] = (float) (1 / (WHITE * std));
            shift[channel] = (float) (-augmentation.mean()[channel] / std);
        }
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
        CropAxis rows = CropAxis.of(crop.top(), crop.height(), image.full().reduction());
        CropAxis columns = CropAxis.of(crop.left(), crop.width(), image.full().reduction());
        int rowLength = 3 * columns.count();
        vertical.prepare(rows, augmentation.imageHeight());
        horizontal.prepare(columns, augmentation.imageWidth());
        reserve(rowLength);
        converted = 0;
        for (int row = 0; row < augmentation.imageHeight(); row++) {
            convertRows(image, rows, columns, vertical.first(row) + vertical.count(row));
            blendRows(row, rowLength);
            writeRow(row, geometry.flipped());
        }
    }

    private static void requireInside(CropBox crop, RawImage image) {
        int height = image.full().height();
        int width = image.full().width();
        boolean sameImage = crop.imageHeight() == height && crop.imageWidth() == width;
        boolean inside = crop.top() >= 0
                && crop.left() >= 0
                && crop.top() + crop.height() <= height
                && crop.left() + crop.width() <= width;
        if (!sameImage || !inside) {
            throw new IllegalArgumentException(
                    crop + " is not a part of an image of " + height + "x" + width + " pixels");
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
    private void convertRows(RawImage image, CropAxis rows, CropAxis columns, int end) {
        byte[] rgb = image.rgb();
        int rowLength = 3 * columns.count();
        for (; converted < end; converted++) {
            int from = 3 * ((rows.first() + converted) * image.width() + columns.first());
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
        resampleRow(row * width, plane, flipped);
        for (int channel = 0; channel < 3; channel++) {
            normalize(view, channel * plane + row * width, width, factor[channel], shift[channel]);
        }
    }

    // Nothing but sums; the normalisation is a loop of its own, which the compiler turns into vectors.
    private void resampleRow(int at, int plane, boolean flipped) {
        int width = augmentation.imageWidth();
        float[] weights = horizontal.values();
        float[] source = blended;
        float[] to = view;
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
            int pixel = at + (flipped ? width - 1 - x : x);
            to[pixel] = red;
            to[plane + pixel] = green;
            to[2 * plane + pixel] = blue;
        }
    }

    // The cubic kernel has negative lobes and overshoots at edges: such values are no colours, and are clamped as PIL
    // does.
    private static void normalize(float[] values, int at, int count, float factor, float shift) {
        for (int i = at; i < at + count; i++) {
            values[i] = Math.min(Math.max(values[i], 0), WHITE) * factor + shift;
        }
    }
}
