package org.masque.model.kernels;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The maps of parts and what they are punished for, on ND4J; the contract is {@link Kernels}'. */
final class Nd4jParts {
    private static final double LEAST_SQUARE = 1e-12;

    private Nd4jParts() {}

    static void maps(Tensor parts, Tensor tokens, Tensor maps) {
        int images = Math.toIntExact(parts.shape()[0]);
        double scale = 1 / Math.sqrt((double) tokens.columns());
        for (int image = 0; image < images; image++) {
            INDArray scores = Nd4j.matmul(
                            patches(tokens, images, image),
                            Nd4jLinear.wide(ofImage(parts, maps.columns(), image)),
                            false,
                            true,
                            false)
                    .muli(scale);
            INDArray shares = Nd4j.exec(new SoftMax(scores, scores, -1))[0];
            rows(maps, images, image).nd().assign(Nd4jLinear.narrow(shares));
        }
    }

    static void mapsBackward(Tensor dmaps, Tensor tokens, Tensor maps, Tensor dparts) {
        int images = Math.toIntExact(dparts.shape()[0]);
        INDArray shares = Nd4jLinear.wide(maps);
        INDArray gradient = Nd4jLinear.wide(dmaps);
        gradient = gradient.sub(gradient.mul(shares).sum(true, 1))
                .muli(shares)
                .muli(1 / Math.sqrt((double) tokens.columns()));
        dmaps.nd().assign(Nd4jLinear.narrow(gradient));
        for (int image = 0; image < images; image++) {
            INDArray product = Nd4j.matmul(
                    Nd4jLinear.wide(rows(dmaps, images, image)), patches(tokens, images, image), true, false, false);
            ofImage(dparts, maps.columns(), image).nd().assign(Nd4jLinear.narrow(product));
        }
    }

    // With u a map of length 1 and U all of them: d/du of the mean cosine is the mean of the others, less what is along
    // u; divided by the map's length.
    static double overlap(Tensor maps, int images, float scale, Tensor dmaps) {
        int parts = maps.columns();
        double share = 2.0 / (parts * (parts - 1.0));
        double sum = 0;
        for (int image = 0; image < images; image++) {
            INDArray values = Nd4jLinear.wide(rows(maps, images, image));
            INDArray length = Transforms.sqrt(values.mul(values).sum(true, 0).addi(LEAST_SQUARE), false);
            INDArray units = values.div(length);
            INDArray others = units.sum(true, 1).sub(units);
            INDArray along = others.mul(units).sum(true, 0);
            sum += along.sumNumber().doubleValue() * share / 2;
            INDArray gradient = others.subi(units.mul(along)).divi(length).muli(share * scale);
            rows(dmaps, images, image).nd().addi(Nd4jLinear.narrow(gradient));
        }
        return sum;
    }

    static double absence(Tensor maps, int images, int own, float scale, Tensor dmaps) {
        int parts = maps.columns();
        int patches = maps.rows() / images;
        double sum = 0;
        for (int image = 0; image < images; image++) {
            double[] values = Nd4jLinear.wide(rows(maps, images, image))
                    .reshape((long) patches * parts)
                    .toDoubleVector();
            double[] gradient = new double[values.length];
            for (int part = 0; part < parts; part++) {
                for (int place : largest(values, parts, part, own)) {
                    gradient[place] = -scale / ((double) parts * own);
                    sum -= values[place] / ((double) parts * own);
                }
            }
            sum += 1;
            rows(dmaps, images, image)
                    .reshape((long) patches * parts)
                    .nd()
                    .addi(Nd4jLinear.narrow(Nd4j.createFromArray(gradient)));
        }
        return sum;
    }

    private static List<Integer> largest(double[] values, int parts, int part, int own) {
        return IntStream.range(0, values.length / parts)
                .mapToObj(patch -> patch * parts + part)
                .sorted(Comparator.comparingDouble((Integer place) -> -values[place]))
                .limit(own)
                .toList();
    }

    private static INDArray patches(Tensor tokens, int images, int image) {
        int rows = tokens.rows() / images;
        long width = tokens.columns();
        return Nd4jLinear.wide(tokens.slice((image * (long) rows + 1) * width, rows - 1, width));
    }

    private static Tensor ofImage(Tensor parts, int count, int image) {
        long width = parts.columns() / count;
        return parts.slice((long) image * parts.columns(), count, width);
    }

    private static Tensor rows(Tensor maps, int images, int image) {
        long rows = maps.rows() / images;
        return maps.slice(image * rows * maps.columns(), rows, maps.columns());
    }
}
