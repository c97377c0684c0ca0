package org.masque.model.kernels;

/** The operations of a convolutional decoder, formula by formula, in 64 bits. */
record NaivePixels(int images, int height, int width, int channels) {
    double[] neighbourhoods(double[] x, int zoom) {
        int tall = height * zoom;
        int large = width * zoom;
        double[] y = new double[images * tall * large * 9 * channels];
        int next = 0;
        for (int image = 0; image < images; image++) {
            for (int pixel = 0; pixel < tall * large; pixel++) {
                for (int down = -1; down <= 1; down++) {
                    for (int right = -1; right <= 1; right++) {
                        int row = pixel / large + down;
                        int column = pixel % large + right;
                        boolean inside = row >= 0 && row < tall && column >= 0 && column < large;
                        for (int channel = 0; channel < channels; channel++) {
                            int from = ((image * height + row / zoom) * width + column / zoom) * channels + channel;
                            y[next++] = inside ? x[from] : 0;
                        }
                    }
                }
            }
        }
        return y;
    }

    double[] adaptiveNorm(double[] x, double[] style) {
        double[] y = new double[x.length];
        int pixels = height * width;
        for (int plane = 0; plane < images * channels; plane++) {
            int image = plane / channels;
            int channel = plane % channels;
            double mean = 0;
            double variance = 0;
            for (int pixel = 0; pixel < pixels; pixel++) {
                mean += x[(image * pixels + pixel) * channels + channel] / pixels;
            }
            for (int pixel = 0; pixel < pixels; pixel++) {
                double apart = x[(image * pixels + pixel) * channels + channel] - mean;
                variance += apart * apart / pixels;
            }
            for (int pixel = 0; pixel < pixels; pixel++) {
                int at = (image * pixels + pixel) * channels + channel;
                double scale = 1 + style[2 * image * channels + channel];
                double shift = style[(2 * image + 1) * channels + channel];
                y[at] = (x[at] - mean) / Math.sqrt(variance + 1e-5) * scale + shift;
            }
        }
        return y;
    }

    static double[] leakyRelu(double[] x) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] > 0 ? x[i] : 0.2f * x[i];
        }
        return y;
    }
}
