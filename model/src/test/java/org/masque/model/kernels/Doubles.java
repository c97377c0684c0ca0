package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.masque.model.tensor.Tensor;

/** Copies of tensors in double precision, and the comparison of a kernel's floats with them. */
final class Doubles {
    private static final double TOLERANCE = 1e-5;

    private Doubles() {}

    static double[] of(Tensor tensor) {
        double[] copy = new double[Math.toIntExact(tensor.length())];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = tensor.get(i);
        }
        return copy;
    }

    static void assertClose(Tensor actual, double[] expected) {
        assertThat(actual.length()).isEqualTo(expected.length);
        double largest = 1e-30;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.get(i)).as("element %d", i).isFinite();
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual.get(i) - expected[i]));
        }
        assertThat(difference / largest)
                .as("largest difference, relative to the largest element")
                .isLessThan(TOLERANCE);
    }

    /** [rows, inner] times [inner, columns]. */
    static double[] multiply(double[] a, double[] b, int rows, int inner, int columns) {
        double[] c = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                for (int j = 0; j < columns; j++) {
                    c[i * columns + j] += a[i * inner + k] * b[k * columns + j];
                }
            }
        }
        return c;
    }

    static double[] transpose(double[] a, int rows, int columns) {
        double[] t = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = a[i * columns + j];
            }
        }
        return t;
    }

    static double[] plus(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i % b.length];
        }
        return sum;
    }

    static double[] columnSums(double[] a, int columns) {
        double[] sums = new double[columns];
        for (int i = 0; i < a.length; i++) {
            sums[i % columns] += a[i];
        }
        return sums;
    }
}
