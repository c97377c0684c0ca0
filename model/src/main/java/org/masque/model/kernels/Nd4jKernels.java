package org.masque.model.kernels;

import org.jspecify.annotations.Nullable;
import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The reference: every kernel as plain ND4J operations on views, the same on a processor and on CUDA.
 *
 * <p>Here are no formulas, only the scope in which each kernel's temporaries live; the formulas are in the classes by
 * group. ND4J's operations use as many OpenMP threads as {@code OMP_NUM_THREADS} grants: set it to 1 where each worker
 * is to keep to its own thread. {@link #close()} must come from the thread that called the kernels.
 */
public final class Nd4jKernels implements Kernels {
    // Bounds the temporaries of passes over all parameters to a few megabytes.
    private static final long CHUNK_FLOATS = 1 << 20;

    private final Nd4jScratch scratch = new Nd4jScratch();

    @Override
    public String name() {
        String device = Nd4j.getEnvironment().isCPU() ? "cpu" : "cuda";
        return "nd4j-" + device + " (" + Nd4j.factory().blas().getBlasVendor() + ")";
    }

    @Override
    public void linear(Tensor x, Tensor w, @Nullable Tensor bias, Tensor y) {
        scratch.run(() -> Nd4jLinear.forward(x, w, bias, y));
    }

    @Override
    public void linearInputGradient(Tensor dy, Tensor w, Tensor dx, Write write) {
        scratch.run(() -> Nd4jLinear.inputGradient(dy, w, dx, write));
    }

    @Override
    public void linearWeightGradient(Tensor dy, Tensor x, Tensor dw, @Nullable Tensor dbias) {
        scratch.run(() -> Nd4jLinear.weightGradient(dy, x, dw, dbias));
    }

    @Override
    public void add(Tensor x, Tensor addend, Tensor y) {
        scratch.run(() -> Nd4jLinear.add(x, addend, y));
    }

    @Override
    public void layerNorm(Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Tensor statistics) {
        scratch.run(() -> Nd4jNormalization.layerNorm(x, scale, shift, epsilon, y, statistics));
    }

    @Override
    public void layerNormBackward(
            Tensor dy, Tensor x, Tensor scale, Tensor statistics, Tensor dx, Tensor dscale, Tensor dshift) {
        scratch.run(() -> Nd4jNormalization.layerNormBackward(dy, x, scale, statistics, dx, dscale, dshift));
    }

    @Override
    public void biasGelu(Tensor x, Tensor bias, Tensor y) {
        scratch.run(() -> Nd4jGelu.forward(x, bias, y));
    }

    @Override
    public void biasGeluBackward(Tensor dy, Tensor saved, Tensor bias, Tensor dx, Tensor dbias) {
        scratch.run(() -> Nd4jGelu.backward(dy, saved, bias, dx, dbias));
    }

    @Override
    public void attention(Tensor qkv, int heads, int tokens, Tensor probabilities, Tensor y) {
        scratch.run(() -> Nd4jAttention.forward(qkv, heads, tokens, probabilities, y));
    }

    @Override
    public void attentionBackward(Tensor dy, Tensor qkv, int heads, int tokens, Tensor probabilities, Tensor dqkv) {
        scratch.run(() -> Nd4jAttention.backward(dy, qkv, heads, tokens, dqkv));
    }

    @Override
    public void classAttention(Tensor qkv, int heads, int tokens, Tensor weights) {
        scratch.run(() -> Nd4jAttention.classRow(qkv, heads, tokens, weights));
    }

    @Override
    public void extractPatches(Tensor images, int side, int[] patches, PixelOrder order, Tensor y) {
        scratch.run(() -> Nd4jTokens.extractPatches(images, side, patches, order, y));
    }

    @Override
    public void encoderTokens(Tensor embedded, Tensor classToken, Tensor positions, int[] patches, Tensor y) {
        scratch.run(() -> Nd4jTokens.encoderTokens(embedded, classToken, positions, patches, y));
    }

    @Override
    public void encoderTokensBackward(Tensor dy, Tensor dembedded, Tensor dclassToken) {
        scratch.run(() -> Nd4jTokens.encoderTokensBackward(dy, dembedded, dclassToken));
    }

    @Override
    public void decoderTokens(
            Tensor embedded, Tensor maskToken, Tensor positions, int[] visible, int[] masked, Tensor y) {
        scratch.run(() -> Nd4jTokens.decoderTokens(embedded, maskToken, positions, visible, masked, y));
    }

    @Override
    public void decoderTokensBackward(Tensor dy, int masked, Tensor dembedded, Tensor dmaskToken) {
        scratch.run(() -> Nd4jTokens.decoderTokensBackward(dy, masked, dembedded, dmaskToken));
    }

    @Override
    public void lastTokens(Tensor x, int tokens, int count, Tensor y) {
        scratch.run(() -> Nd4jTokens.lastTokens(x, tokens, count, y));
    }

    @Override
    public void lastTokensBackward(Tensor dy, int tokens, int count, Tensor dx) {
        scratch.run(() -> Nd4jTokens.lastTokensBackward(dy, tokens, count, dx));
    }

    @Override
    public void normalizePatches(Tensor targets) {
        scratch.run(() -> Nd4jNormalization.patches(targets));
    }

    @Override
    public double squaredError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted) {
        return scratch.compute(() -> Nd4jUpdate.squaredError(predicted, targets, scale, dpredicted));
    }

    @Override
    public void adamW(Tensor parameters, Tensor gradient, Tensor m, Tensor v, AdamStep step, float decay) {
        for (long start = 0; start < parameters.length(); start += CHUNK_FLOATS) {
            long from = start;
            scratch.run(() -> Nd4jUpdate.adamW(
                    chunk(parameters, from), chunk(gradient, from), chunk(m, from), chunk(v, from), step, decay));
        }
    }

    @Override
    public void accumulate(Tensor sum, Tensor addend) {
        scratch.run(() -> sum.nd().addi(addend.nd()));
    }

    @Override
    public void scale(Tensor x, float factor) {
        x.nd().muli(factor);
    }

    @Override
    public double sumOfSquares(Tensor x) {
        double sum = 0;
        for (long from = 0; from < x.length(); from += CHUNK_FLOATS) {
            Tensor chunk = chunk(x, from);
            sum += scratch.compute(() -> Nd4jUpdate.sumOfSquares(chunk));
        }
        return sum;
    }

    private static Tensor chunk(Tensor x, long from) {
        return x.slice(from, Math.min(CHUNK_FLOATS, x.length() - from));
    }

    @Override
    public double absoluteError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted) {
        return scratch.compute(() -> Nd4jUpdate.absoluteError(predicted, targets, scale, dpredicted));
    }

    @Override
    public void mergedTokens(
            Tensor embedded,
            Tensor classToken,
            Tensor maskToken,
            @Nullable Tensor positions,
            TokenSequence sequence,
            Tensor y) {
        scratch.run(() -> Nd4jAllTokens.mergedTokens(embedded, classToken, maskToken, positions, sequence, y));
    }

    @Override
    public void mergedTokensBackward(
            Tensor dy,
            TokenSequence sequence,
            Tensor dembedded,
            Tensor dclassToken,
            Tensor dmaskToken,
            @Nullable Tensor dpositions) {
        scratch.run(
                () -> Nd4jAllTokens.mergedTokensBackward(dy, sequence, dembedded, dclassToken, dmaskToken, dpositions));
    }

    @Override
    public void selectRows(Tensor x, int[] rows, Tensor y) {
        scratch.run(() -> Nd4jAllTokens.selectRows(x, rows, y));
    }

    @Override
    public void selectRowsBackward(Tensor dy, int[] rows, Tensor dx) {
        scratch.run(() -> Nd4jAllTokens.selectRowsBackward(dy, rows, dx));
    }

    @Override
    public void gatherBias(Tensor table, int[] index, Tensor bias) {
        scratch.run(() -> Nd4jAllTokens.gatherBias(table, index, bias));
    }

    @Override
    public void gatherBiasBackward(Tensor dbias, int[] index, Tensor dtable) {
        scratch.run(() -> Nd4jAllTokens.gatherBiasBackward(dbias, index, dtable));
    }

    @Override
    public void biasedAttention(Tensor qkv, Tensor bias, Tensor probabilities, Tensor y) {
        scratch.run(() -> Nd4jBiasedAttention.forward(qkv, bias, probabilities, y));
    }

    @Override
    public void biasedAttentionBackward(
            Tensor dy, Tensor qkv, Tensor bias, Tensor probabilities, Tensor dqkv, Tensor dbias) {
        scratch.run(() -> Nd4jBiasedAttention.backward(dy, qkv, bias, dqkv, dbias));
    }

    @Override
    public void biasedClassAttention(Tensor qkv, Tensor bias, Tensor weights) {
        scratch.run(() -> Nd4jBiasedAttention.classRow(qkv, bias, weights));
    }

    @Override
    public void addScaled(Tensor x, Tensor branch, Tensor scale, Tensor y) {
        scratch.run(() -> Nd4jAllTokens.addScaled(x, branch, scale, y));
    }

    @Override
    public void addScaledBackward(Tensor dy, Tensor branch, Tensor scale, Tensor dbranch, Tensor dscale) {
        scratch.run(() -> Nd4jAllTokens.addScaledBackward(dy, branch, scale, dbranch, dscale));
    }

    @Override
    public void tokenMeans(Tensor x, int tokens, Tensor y) {
        scratch.run(() -> Nd4jClasses.tokenMeans(x, tokens, y));
    }

    @Override
    public void tokenMeansBackward(Tensor dy, int tokens, Tensor dx) {
        scratch.run(() -> Nd4jClasses.tokenMeansBackward(dy, tokens, dx));
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, int[] labels, float smoothing, float scale, Tensor dlogits) {
        return scratch.compute(() -> Nd4jClasses.softmaxCrossEntropy(logits, labels, smoothing, scale, dlogits));
    }

    @Override
    public void rowMeans(Tensor x, Tensor y) {
        scratch.run(() -> Nd4jDifficulty.rowMeans(x, y));
    }

    @Override
    public void rowMeansBackward(Tensor dy, Tensor dx) {
        scratch.run(() -> Nd4jDifficulty.rowMeansBackward(dy, dx));
    }

    @Override
    public void scaleImages(Tensor x, float[] factors, Tensor y) {
        scratch.run(() -> Nd4jAllTokens.scaleImages(x, factors, y));
    }

    @Override
    public double rankingError(Tensor scores, Tensor targets, float scale, Tensor dscores) {
        return scratch.compute(() -> Nd4jDifficulty.rankingError(scores, targets, scale, dscores));
    }

    @Override
    public double standardizedError(Tensor scores, Tensor targets, float scale, Tensor dscores) {
        return scratch.compute(() -> Nd4jDifficulty.standardizedError(scores, targets, scale, dscores));
    }

    @Override
    public void movingAverage(Tensor average, Tensor x, float decay) {
        for (long from = 0; from < average.length(); from += CHUNK_FLOATS) {
            Tensor to = chunk(average, from);
            Tensor addend = chunk(x, from);
            scratch.run(() -> to.nd().muli(decay).addi(addend.nd().mul(1 - decay)));
        }
    }

    @Override
    public void partMaps(Tensor parts, Tensor tokens, Tensor maps) {
        scratch.run(() -> Nd4jParts.maps(parts, tokens, maps));
    }

    @Override
    public void partMapsBackward(Tensor dmaps, Tensor tokens, Tensor maps, Tensor dparts) {
        scratch.run(() -> Nd4jParts.mapsBackward(dmaps, tokens, maps, dparts));
    }

    @Override
    public double mapOverlap(Tensor maps, int images, float scale, Tensor dmaps) {
        return scratch.compute(() -> Nd4jParts.overlap(maps, images, scale, dmaps));
    }

    @Override
    public double mapAbsence(Tensor maps, int images, int own, float scale, Tensor dmaps) {
        return scratch.compute(() -> Nd4jParts.absence(maps, images, own, scale, dmaps));
    }

    @Override
    public void neighbourhoods(Tensor x, int height, int width, int zoom, Tensor y) {
        scratch.run(() -> Nd4jPixels.neighbourhoods(x, height, width, zoom, y));
    }

    @Override
    public void neighbourhoodsBackward(Tensor dy, int height, int width, int zoom, Tensor dx) {
        scratch.run(() -> Nd4jPixels.neighbourhoodsBackward(dy, height, width, zoom, dx));
    }

    @Override
    public void adaptiveNorm(Tensor x, Tensor style, Tensor y, Tensor statistics) {
        scratch.run(() -> Nd4jPixels.adaptiveNorm(x, style, y, statistics));
    }

    @Override
    public void adaptiveNormBackward(Tensor dy, Tensor x, Tensor style, Tensor statistics, Tensor dx, Tensor dstyle) {
        scratch.run(() -> Nd4jPixels.adaptiveNormBackward(dy, x, style, statistics, dx, dstyle));
    }

    @Override
    public void leakyRelu(Tensor x, float slope, Tensor y) {
        scratch.run(() -> Nd4jPixels.leakyRelu(x, slope, y));
    }

    @Override
    public void leakyReluBackward(Tensor dy, Tensor y, float slope, Tensor dx) {
        scratch.run(() -> Nd4jPixels.leakyReluBackward(dy, y, slope, dx));
    }

    @Override
    public void close() {
        scratch.close();
    }
}
