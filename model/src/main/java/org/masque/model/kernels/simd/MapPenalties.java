package org.masque.model.kernels.simd;

import java.util.Arrays;
import org.masque.model.tensor.Tensor;

/** What the maps of parts are punished for; they are small, so it is computed in 64 bits without vectors. */
final class MapPenalties {
    // A map of nothing but zeros is like no other, and has no direction to leave.
    private static final double LEAST_SQUARE = 1e-12;

    private MapPenalties() {}

    static double overlap(Tensor maps, int images, float scale, Tensor dmaps) {
        int parts = maps.columns();
        int patches = maps.rows() / images;
        double sum = 0;
        for (int image = 0; image < images; image++) {
            sum += overlapOf(maps, image * patches, patches, parts, scale, dmaps);
        }
        return sum;
    }

    private static double overlapOf(Tensor maps, int first, int patches, int parts, float scale, Tensor dmaps) {
        double[][] products = products(maps, first, patches, parts);
        double[] length = new double[parts];
        Arrays.setAll(length, k -> Math.sqrt(products[k][k] + LEAST_SQUARE));
        double share = 2.0 / (parts * (parts - 1.0));
        double sum = 0;
        // d cos(a, b) / da = b / |a||b| - cos a / |a|²: of each map, how much of every map is in its gradient.
        double[][] mix = new double[parts][parts];
        for (int k = 0; k < parts; k++) {
            for (int other = 0; other < k; other++) {
                double cosine = products[k][other] / (length[k] * length[other]);
                sum += cosine * share;
                mix[k][other] = share / (length[k] * length[other]);
                mix[other][k] = mix[k][other];
                mix[k][k] -= share * cosine / (length[k] * length[k]);
                mix[other][other] -= share * cosine / (length[other] * length[other]);
            }
        }
        for (long row = first; row < first + patches; row++) {
            for (int k = 0; k < parts; k++) {
                double gradient = 0;
                for (int other = 0; other < parts; other++) {
                    gradient += mix[k][other] * maps.get(row * parts + other);
                }
                dmaps.set(row * parts + k, (float) (dmaps.get(row * parts + k) + scale * gradient));
            }
        }
        return sum;
    }

    private static double[][] products(Tensor maps, int first, int patches, int parts) {
        double[][] products = new double[parts][parts];
        for (long row = first; row < first + patches; row++) {
            for (int k = 0; k < parts; k++) {
                for (int other = 0; other <= k; other++) {
                    products[k][other] += (double) maps.get(row * parts + k) * maps.get(row * parts + other);
                }
            }
        }
        return products;
    }

    static double absence(Tensor maps, int images, int own, float scale, Tensor dmaps) {
        int parts = maps.columns();
        int patches = maps.rows() / images;
        double sum = 0;
        float step = (float) (scale / ((double) parts * own));
        for (int image = 0; image < images; image++) {
            for (int k = 0; k < parts; k++) {
                double owned = 0;
                for (long at : largest(maps, image * patches, patches, k, own)) {
                    owned += maps.get(at);
                    dmaps.set(at, dmaps.get(at) - step);
                }
                sum += (1 - owned / own) / parts;
            }
        }
        return sum;
    }

    // Where the largest numbers of one map lie. A number of a map is at least 0, so its bits sort like it does.
    private static long[] largest(Tensor maps, int first, int patches, int part, int own) {
        long[] keys = new long[patches];
        for (int patch = 0; patch < patches; patch++) {
            float weight = maps.get((long) (first + patch) * maps.columns() + part);
            keys[patch] = ((long) Float.floatToRawIntBits(Math.abs(weight)) << 32) | (patches - patch);
        }
        Arrays.sort(keys);
        long[] places = new long[own];
        for (int i = 0; i < own; i++) {
            long patch = patches - (keys[patches - 1 - i] & 0xFFFFFFFFL);
            places[i] = (first + patch) * maps.columns() + part;
        }
        return places;
    }
}
