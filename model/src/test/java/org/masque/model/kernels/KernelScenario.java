package org.masque.model.kernels;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.kernels.Kernels.Write;
import org.masque.model.tensor.Tensor;

/** One use of each kernel on random tensors of a random shape; the name is the kernel's. */
enum KernelScenario {
    linear((kernels, t, s) -> {
        Tensor y = t.output(s.rows, s.out);
        kernels.linear(t.input(s.rows, s.width), t.input(s.out, s.width), t.input(s.out), y);
        return new Tensor[] {y};
    }),
    linearInputGradient((kernels, t, s) -> {
        Tensor dx = t.state(s.rows, s.width);
        kernels.linearInputGradient(t.input(s.rows, s.out), t.input(s.out, s.width), dx, Write.ADD);
        return new Tensor[] {dx};
    }),
    linearWeightGradient((kernels, t, s) -> {
        Tensor dw = t.state(s.out, s.width);
        Tensor dbias = t.state(s.out);
        kernels.linearWeightGradient(t.input(s.rows, s.out), t.input(s.rows, s.width), dw, dbias);
        return new Tensor[] {dw, dbias};
    }),
    add((kernels, t, s) -> {
        Tensor y = t.output(s.rows, s.width);
        kernels.add(t.input(s.rows, s.width), t.input(s.rows, s.width), y);
        return new Tensor[] {y};
    }),
    layerNorm((kernels, t, s) -> {
        Tensor y = t.output(s.rows, s.width);
        Tensor statistics = t.output(s.rows, 2);
        kernels.layerNorm(t.input(s.rows, s.width), t.input(s.width), t.input(s.width), 1e-6f, y, statistics);
        return new Tensor[] {y, statistics};
    }),
    layerNormBackward((kernels, t, s) -> {
        Tensor x = t.input(s.rows, s.width);
        Tensor scale = t.input(s.width);
        Tensor statistics = t.output(s.rows, 2);
        kernels.layerNorm(x, scale, t.input(s.width), 1e-6f, t.output(s.rows, s.width), statistics);
        Tensor dx = t.state(s.rows, s.width);
        Tensor dscale = t.state(s.width);
        Tensor dshift = t.state(s.width);
        kernels.layerNormBackward(t.input(s.rows, s.width), x, scale, statistics, dx, dscale, dshift);
        return new Tensor[] {dx, dscale, dshift};
    }),
    biasGelu((kernels, t, s) -> {
        Tensor y = t.output(s.rows, s.width);
        kernels.biasGelu(t.state(s.rows, s.width), t.input(s.width), y);
        return new Tensor[] {y};
    }),
    biasGeluBackward((kernels, t, s) -> {
        Tensor saved = t.state(s.rows, s.width);
        Tensor bias = t.input(s.width);
        kernels.biasGelu(saved, bias, t.output(s.rows, s.width));
        Tensor dx = t.output(s.rows, s.width);
        Tensor dbias = t.state(s.width);
        kernels.biasGeluBackward(t.input(s.rows, s.width), saved, bias, dx, dbias);
        return new Tensor[] {dx, dbias};
    }),
    attention((kernels, t, s) -> {
        Tensor y = t.output(s.tokenRows(), s.headsWidth());
        Tensor probabilities = t.output(s.images, s.heads, s.tokens, s.tokens);
        kernels.attention(t.input(s.tokenRows(), 3 * s.headsWidth()), s.heads, s.tokens, probabilities, y);
        return new Tensor[] {y};
    }),
    attentionBackward((kernels, t, s) -> {
        Tensor qkv = t.input(s.tokenRows(), 3 * s.headsWidth());
        Tensor probabilities = t.output(s.images, s.heads, s.tokens, s.tokens);
        kernels.attention(qkv, s.heads, s.tokens, probabilities, t.output(s.tokenRows(), s.headsWidth()));
        Tensor dy = t.input(s.tokenRows(), s.headsWidth());
        Tensor dqkv = t.output(s.tokenRows(), 3 * s.headsWidth());
        kernels.attentionBackward(dy, qkv, s.heads, s.tokens, probabilities, dqkv);
        return new Tensor[] {dqkv};
    }),
    classAttention((kernels, t, s) -> {
        Tensor qkv = t.input(s.images * (s.tokens + 1), 3 * s.headsWidth());
        Tensor weights = t.output(s.images, s.heads, s.tokens);
        kernels.classAttention(qkv, s.heads, s.tokens + 1, weights);
        return new Tensor[] {weights};
    }),
    extractPatches((kernels, t, s) -> {
        Tensor images = t.input(s.images, 3, 2 * s.depth, 3 * s.depth);
        Tensor y = t.output(4 * s.images, 3 * s.depth * s.depth);
        kernels.extractPatches(images, s.depth, t.patches(s.images, 4, 6), PixelOrder.CHANNEL_LAST, y);
        return new Tensor[] {y};
    }),
    encoderTokens((kernels, t, s) -> {
        int[] patches = t.patches(s.images, s.tokens, s.tokens + 2);
        Tensor y = t.output(s.images * (s.tokens + 1), s.width);
        Tensor positions = t.input(s.tokens + 3, s.width);
        kernels.encoderTokens(t.input(s.tokenRows(), s.width), t.input(s.width), positions, patches, y);
        return new Tensor[] {y};
    }),
    encoderTokensBackward((kernels, t, s) -> {
        Tensor dembedded = t.output(s.tokenRows(), s.width);
        Tensor dclass = t.state(s.width);
        kernels.encoderTokensBackward(t.input(s.images * (s.tokens + 1), s.width), dembedded, dclass);
        return new Tensor[] {dembedded, dclass};
    }),
    decoderTokens((kernels, t, s) -> {
        int[] visible = t.patches(s.images, s.tokens, s.tokens + 7);
        int[] masked = t.patches(s.images, 5, s.tokens + 7);
        Tensor embedded = t.input(s.images * (s.tokens + 1), s.width);
        Tensor y = t.output(s.images * (s.tokens + 6), s.width);
        kernels.decoderTokens(embedded, t.input(s.width), t.input(s.tokens + 8, s.width), visible, masked, y);
        return new Tensor[] {y};
    }),
    decoderTokensBackward((kernels, t, s) -> {
        Tensor dembedded = t.output(s.images * (s.tokens + 1), s.width);
        Tensor dmask = t.state(s.width);
        kernels.decoderTokensBackward(t.input(s.images * (s.tokens + 6), s.width), 5, dembedded, dmask);
        return new Tensor[] {dembedded, dmask};
    }),
    lastTokens((kernels, t, s) -> {
        Tensor y = t.output(s.tokenRows(), s.width);
        kernels.lastTokens(t.input(s.images * (s.tokens + 3), s.width), s.tokens + 3, s.tokens, y);
        return new Tensor[] {y};
    }),
    lastTokensBackward((kernels, t, s) -> {
        Tensor dx = t.output(s.images * (s.tokens + 3), s.width);
        kernels.lastTokensBackward(t.input(s.tokenRows(), s.width), s.tokens + 3, s.tokens, dx);
        return new Tensor[] {dx};
    }),
    normalizePatches((kernels, t, s) -> {
        Tensor targets = t.state(s.rows, s.width + 1);
        kernels.normalizePatches(targets);
        return new Tensor[] {targets};
    }),
    squaredError((kernels, t, s) -> {
        Tensor gradient = t.output(s.rows, s.width);
        Tensor loss = t.output(1);
        double sum = kernels.squaredError(t.input(s.rows, s.width), t.input(s.rows, s.width), 0.3f, gradient);
        loss.set(0, (float) sum);
        return new Tensor[] {loss, gradient};
    }),
    adamW((kernels, t, s) -> {
        Tensor parameters = t.state(s.rows, s.width);
        Tensor m = t.state(s.rows, s.width);
        Tensor v = t.state(s.rows, s.width);
        m.zero();
        v.zero();
        AdamStep step = new AdamStep(0.01f, 0.9f, 0.95f, 1e-8f, 1);
        kernels.adamW(parameters, t.input(s.rows, s.width), m, v, step, 0.05f);
        return new Tensor[] {parameters, m, v};
    }),
    accumulate((kernels, t, s) -> {
        Tensor sum = t.state(s.rows, s.width);
        kernels.accumulate(sum, t.input(s.rows, s.width));
        return new Tensor[] {sum};
    }),
    scale((kernels, t, s) -> {
        Tensor x = t.state(s.rows, s.width);
        kernels.scale(x, 0.37f);
        return new Tensor[] {x};
    }),
    sumOfSquares((kernels, t, s) -> {
        Tensor sum = t.output(1);
        sum.set(0, (float) kernels.sumOfSquares(t.input(s.rows, s.width)));
        return new Tensor[] {sum};
    }),
    absoluteError((kernels, t, s) -> {
        Tensor gradient = t.output(s.rows, s.width);
        Tensor loss = t.output(1);
        double sum = kernels.absoluteError(t.input(s.rows, s.width), t.input(s.rows, s.width), 0.3f, gradient);
        loss.set(0, (float) sum);
        return new Tensor[] {loss, gradient};
    }),
    mergedTokens((kernels, t, s) -> {
        NaiveMerge merge = NaiveMerge.random(t, s.images, s.tokens, 5);
        Tensor y = t.output(s.images * (s.tokens + 6), s.width);
        Tensor positions = t.input(merge.patches() + 1, s.width);
        Tensor embedded = t.input(s.tokenRows(), s.width);
        kernels.mergedTokens(embedded, t.input(s.width), t.input(s.width), positions, merge.sequence(), y);
        return new Tensor[] {y};
    }),
    mergedTokensBackward((kernels, t, s) -> {
        NaiveMerge merge = NaiveMerge.random(t, s.images, s.tokens, 5);
        Tensor dy = t.input(s.images * (s.tokens + 6), s.width);
        Tensor dembedded = t.output(s.tokenRows(), s.width);
        Tensor dclass = t.state(s.width);
        Tensor dmask = t.state(s.width);
        Tensor dpositions = t.state(merge.patches() + 1, s.width);
        kernels.mergedTokensBackward(dy, merge.sequence(), dembedded, dclass, dmask, dpositions);
        return new Tensor[] {dembedded, dclass, dmask, dpositions};
    }),
    selectRows((kernels, t, s) -> {
        Tensor y = t.output(s.rows, s.width);
        kernels.selectRows(t.input(s.rows + 7, s.width), t.patches(1, s.rows, s.rows + 7), y);
        return new Tensor[] {y};
    }),
    selectRowsBackward((kernels, t, s) -> {
        Tensor dx = t.output(s.rows + 7, s.width);
        kernels.selectRowsBackward(t.input(s.rows, s.width), t.patches(1, s.rows, s.rows + 7), dx);
        return new Tensor[] {dx};
    }),
    gatherBias((kernels, t, s) -> {
        Tensor bias = t.output(s.heads, s.tokens, s.tokens);
        kernels.gatherBias(t.input(s.rows, s.heads), s.pairs(), bias);
        return new Tensor[] {bias};
    }),
    gatherBiasBackward((kernels, t, s) -> {
        Tensor dtable = t.state(s.rows, s.heads);
        kernels.gatherBiasBackward(t.input(s.heads, s.tokens, s.tokens), s.pairs(), dtable);
        return new Tensor[] {dtable};
    }),
    biasedAttention((kernels, t, s) -> {
        Tensor y = t.output(s.tokenRows(), s.headsWidth());
        Tensor probabilities = t.output(s.images, s.heads, s.tokens, s.tokens);
        Tensor bias = t.input(s.heads, s.tokens, s.tokens);
        kernels.biasedAttention(t.input(s.tokenRows(), 3 * s.headsWidth()), bias, probabilities, y);
        return new Tensor[] {y};
    }),
    biasedAttentionBackward((kernels, t, s) -> {
        Tensor qkv = t.input(s.tokenRows(), 3 * s.headsWidth());
        Tensor bias = t.input(s.heads, s.tokens, s.tokens);
        Tensor probabilities = t.output(s.images, s.heads, s.tokens, s.tokens);
        kernels.biasedAttention(qkv, bias, probabilities, t.output(s.tokenRows(), s.headsWidth()));
        Tensor dy = t.input(s.tokenRows(), s.headsWidth());
        Tensor dqkv = t.output(s.tokenRows(), 3 * s.headsWidth());
        Tensor dbias = t.state(s.heads, s.tokens, s.tokens);
        kernels.biasedAttentionBackward(dy, qkv, bias, probabilities, dqkv, dbias);
        return new Tensor[] {dqkv, dbias};
    }),
    biasedClassAttention((kernels, t, s) -> {
        Tensor qkv = t.input(s.images * (s.tokens + 1), 3 * s.headsWidth());
        Tensor weights = t.output(s.images, s.heads, s.tokens);
        kernels.biasedClassAttention(qkv, t.input(s.heads, s.tokens + 1, s.tokens + 1), weights);
        return new Tensor[] {weights};
    }),
    addScaled((kernels, t, s) -> {
        Tensor y = t.output(s.rows, s.width);
        kernels.addScaled(t.input(s.rows, s.width), t.input(s.rows, s.width), t.input(s.width), y);
        return new Tensor[] {y};
    }),
    addScaledBackward((kernels, t, s) -> {
        Tensor dbranch = t.output(s.rows, s.width);
        Tensor dscale = t.state(s.width);
        Tensor branch = t.input(s.rows, s.width);
        kernels.addScaledBackward(t.input(s.rows, s.width), branch, t.input(s.width), dbranch, dscale);
        return new Tensor[] {dbranch, dscale};
    }),
    rowMeans((kernels, t, s) -> {
        Tensor y = t.output(s.rows);
        kernels.rowMeans(t.input(s.rows, s.width), y);
        return new Tensor[] {y};
    }),
    rowMeansBackward((kernels, t, s) -> {
        Tensor dx = t.output(s.rows, s.width);
        kernels.rowMeansBackward(t.input(s.rows), dx);
        return new Tensor[] {dx};
    }),
    scaleImages((kernels, t, s) -> {
        Tensor y = t.output(s.tokenRows(), s.width);
        float[] factors = new float[s.images];
        for (int image = 0; image < s.images; image++) {
            factors[image] = image * 0.75f;
        }
        kernels.scaleImages(t.input(s.tokenRows(), s.width), factors, y);
        return new Tensor[] {y};
    }),
    tokenMeans((kernels, t, s) -> {
        Tensor y = t.output(s.images, s.width);
        kernels.tokenMeans(t.input(s.images * (s.tokens + 1), s.width), s.tokens + 1, y);
        return new Tensor[] {y};
    }),
    tokenMeansBackward((kernels, t, s) -> {
        Tensor dx = t.output(s.images * (s.tokens + 1), s.width);
        kernels.tokenMeansBackward(t.input(s.images, s.width), s.tokens + 1, dx);
        return new Tensor[] {dx};
    }),
    softmaxCrossEntropy((kernels, t, s) -> {
        Tensor gradient = t.output(s.rows, s.width + 1);
        Tensor sum = t.output(1);
        int[] labels = new int[s.rows];
        Arrays.setAll(labels, row -> row % (s.width + 1));
        Tensor logits = t.input(s.rows, s.width + 1);
        sum.set(0, (float) kernels.softmaxCrossEntropy(logits, labels, 0.1f, 0.3f, gradient));
        return new Tensor[] {sum, gradient};
    }),
    rankingError((kernels, t, s) -> {
        Tensor dscores = t.output(s.images, s.tokens);
        Tensor sum = t.output(1);
        Tensor scores = t.input(s.images, s.tokens);
        sum.set(0, (float) kernels.rankingError(scores, t.input(s.images, s.tokens), 0.3f, dscores));
        return new Tensor[] {sum, dscores};
    }),
    standardizedError((kernels, t, s) -> {
        Tensor dscores = t.output(s.images, s.tokens);
        Tensor sum = t.output(1);
        Tensor scores = t.input(s.images, s.tokens);
        sum.set(0, (float) kernels.standardizedError(scores, t.input(s.images, s.tokens), 0.3f, dscores));
        return new Tensor[] {sum, dscores};
    }),
    movingAverage((kernels, t, s) -> {
        Tensor average = t.state(s.rows * s.width);
        kernels.movingAverage(average, t.input(s.rows * s.width), 0.9f);
        return new Tensor[] {average};
    }),
    partMaps((kernels, t, s) -> {
        Tensor maps = t.output(s.tokenRows(), s.heads + 1);
        kernels.partMaps(s.partTokens(t), t.input(s.images * (s.tokens + 1), s.width), maps);
        return new Tensor[] {maps};
    }),
    partMapsBackward((kernels, t, s) -> {
        Tensor tokens = t.input(s.images * (s.tokens + 1), s.width);
        Tensor maps = t.output(s.tokenRows(), s.heads + 1);
        kernels.partMaps(s.partTokens(t), tokens, maps);
        Tensor dparts = t.output(s.images, (s.heads + 1) * s.width);
        kernels.partMapsBackward(t.state(s.tokenRows(), s.heads + 1), tokens, maps, dparts);
        return new Tensor[] {dparts};
    }),
    mapOverlap((kernels, t, s) -> {
        Tensor gradient = t.state(s.tokenRows(), s.heads + 1);
        Tensor loss = t.output(1);
        Tensor maps = PartLaws.positive(t, s.tokenRows(), s.heads + 1);
        loss.set(0, (float) kernels.mapOverlap(maps, s.images, 0.3f, gradient));
        return new Tensor[] {loss, gradient};
    }),
    mapAbsence((kernels, t, s) -> {
        Tensor gradient = t.state(s.tokenRows(), s.heads + 1);
        Tensor loss = t.output(1);
        Tensor maps = PartLaws.positive(t, s.tokenRows(), s.heads + 1);
        loss.set(0, (float) kernels.mapAbsence(maps, s.images, 1 + s.tokens / 3, 0.3f, gradient));
        return new Tensor[] {loss, gradient};
    }),
    neighbourhoods((kernels, t, s) -> {
        Tensor y = t.output(s.images * s.heads * 5 * 4, 9 * s.width);
        kernels.neighbourhoods(t.input(s.images * s.heads * 5, s.width), s.heads, 5, 2, y);
        return new Tensor[] {y};
    }),
    neighbourhoodsBackward((kernels, t, s) -> {
        Tensor dx = t.output(s.images * s.heads * 5, s.width);
        kernels.neighbourhoodsBackward(t.input(s.images * s.heads * 5 * 4, 9 * s.width), s.heads, 5, 2, dx);
        return new Tensor[] {dx};
    }),
    adaptiveNorm((kernels, t, s) -> {
        Tensor y = t.output(s.images * (s.tokens + 2), s.width);
        Tensor statistics = t.output(s.images, 2 * s.width);
        kernels.adaptiveNorm(
                t.input(s.images * (s.tokens + 2), s.width), t.input(s.images, 2 * s.width), y, statistics);
        return new Tensor[] {y, statistics};
    }),
    adaptiveNormBackward((kernels, t, s) -> {
        int rows = s.images * (s.tokens + 2);
        Tensor x = t.input(rows, s.width);
        Tensor style = t.input(s.images, 2 * s.width);
        Tensor statistics = t.output(s.images, 2 * s.width);
        kernels.adaptiveNorm(x, style, t.output(rows, s.width), statistics);
        Tensor dx = t.output(rows, s.width);
        Tensor dstyle = t.output(s.images, 2 * s.width);
        kernels.adaptiveNormBackward(t.input(rows, s.width), x, style, statistics, dx, dstyle);
        return new Tensor[] {dx, dstyle};
    }),
    leakyRelu((kernels, t, s) -> {
        Tensor y = t.output(s.rows, s.width);
        kernels.leakyRelu(t.input(s.rows, s.width), 0.2f, y);
        return new Tensor[] {y};
    }),
    leakyReluBackward((kernels, t, s) -> {
        Tensor dx = t.output(s.rows, s.width);
        kernels.leakyReluBackward(t.input(s.rows, s.width), t.input(s.rows, s.width), 0.2f, dx);
        return new Tensor[] {dx};
    });

    /** Runs one kernel and says which tensors it gave. */
    @Immutable
    interface Use {
        Tensor[] run(Kernels kernels, LawTensors tensors, Sizes sizes);
    }

    /** Random lengths of the axes. */
    record Sizes(int rows, int width, int out, int images, int tokens, int heads, int depth) {
        static Sizes random(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return new Sizes(
                    1 + random.nextInt(70),
                    1 + random.nextInt(70),
                    1 + random.nextInt(70),
                    1 + random.nextInt(4),
                    1 + random.nextInt(70),
                    1 + random.nextInt(4),
                    1 + random.nextInt(34));
        }

        int headsWidth() {
            return heads * depth;
        }

        int[] pairs() {
            int[] index = new int[tokens * tokens];
            Arrays.setAll(index, pair -> pair * 5 % rows);
            return index;
        }

        Tensor partTokens(LawTensors tensors) {
            return tensors.input(images, (heads + 1) * width);
        }

        int tokenRows() {
            return images * tokens;
        }
    }

    private final Use use;

    KernelScenario(Use use) {
        this.use = use;
    }

    /** The results of the kernel for the inputs that {@code seed} makes, each flattened. */
    double[][] results(Kernels kernels, long seed) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            return Arrays.stream(use.run(kernels, tensors, Sizes.random(seed)))
                    .map(LawTensors::doubles)
                    .toArray(double[][]::new);
        }
    }
}
