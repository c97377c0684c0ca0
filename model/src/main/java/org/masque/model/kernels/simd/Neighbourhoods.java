package org.masque.model.kernels.simd;

import java.nio.ByteBuffer;
import org.masque.model.tensor.Tensor;

/** The columns of a 3x3 convolution of enlarged images, and the way back: copies of rows of channels. */
final class Neighbourhoods {
    private static final int SIDE = 3;

    private final Lanes lanes;

    Neighbourhoods(Lanes lanes) {
        this.lanes = lanes;
    }

    void layOut(Tensor x, int height, int width, int zoom, Tensor y) {
        int bytes = x.columns() * 4;
        byte[] zeros = new byte[bytes];
        int to = y.start();
        ByteBuffer target = y.bytes();
        int rows = y.rows();
        for (int pixel = 0; pixel < rows; pixel++) {
            for (int neighbour = 0; neighbour < SIDE * SIDE; neighbour++) {
                int from = source(pixel, neighbour, height, width, zoom);
                if (from < 0) {
                    target.put(to, zeros);
                } else {
                    target.put(to, x.bytes(), x.start() + from * bytes, bytes);
                }
                to += bytes;
            }
        }
    }

    void gather(Tensor dy, int height, int width, int zoom, Tensor dx) {
        dx.zero();
        int channels = dx.columns();
        int bytes = channels * 4;
        int at = dy.start();
        int rows = dy.rows();
        for (int pixel = 0; pixel < rows; pixel++) {
            for (int neighbour = 0; neighbour < SIDE * SIDE; neighbour++) {
                int source = source(pixel, neighbour, height, width, zoom);
                if (source >= 0) {
                    int sum = dx.start() + source * bytes;
                    lanes.addRow(dx.bytes(), sum, dy.bytes(), at, dx.bytes(), sum, channels);
                }
                at += bytes;
            }
        }
    }

    // The row of x that a neighbour of an enlarged pixel comes from, or -1 outside its image.
    private static int source(int pixel, int neighbour, int height, int width, int zoom) {
        int largeWidth = width * zoom;
        int largeHeight = height * zoom;
        int column = pixel % largeWidth + neighbour % SIDE - 1;
        int line = pixel / largeWidth;
        int row = line % largeHeight + neighbour / SIDE - 1;
        if (column < 0 || row < 0 || column >= largeWidth || row >= largeHeight) {
            return -1;
        }
        return line / largeHeight * height * width + row / zoom * width + column / zoom;
    }
}
