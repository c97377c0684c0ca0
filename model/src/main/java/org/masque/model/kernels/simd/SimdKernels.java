package org.masque.model.kernels.simd;

import org.jspecify.annotations.Nullable;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.Sgemm;
import org.masque.model.kernels.SgemmProvider;
import org.masque.model.kernels.TokenSequence;
import org.masque.model.tensor.Tensor;

/**
 * The kernels on the Java Vector API, in vectors as wide as the processor's, with single-threaded BLAS for large
 * products.
 *
 * <p>Loaded by name where the module {@code jdk.incubator.vector} is present. It owns the scratch memory of attention;
 * everything else works in the caller's tensors. Tensors of 2 GiB and more are taken by {@link #add}, {@link #adamW},
 * {@link #accumulate} and {@link #sumOfSquares} only.
 */
public final class SimdKernels implements Kernels {
    private final Sgemm blas = SgemmProvider.open();
    private final LinearKernels linear;
    private final LayerNormKernels layerNorm;
    private final GeluKernels gelu;
    private final AttentionKernels attention;
    private final ClassAttention classAttention;
    private final BiasedAttention biasedAttention;
    private final TokenKernels tokens;
    private final AllTokenKernels allTokens;
    private final LayerScale layerScale;
    private final PartKernels parts;
    private final Neighbourhoods neighbourhoods;
    private final AdaptiveNorm adaptiveNorm;
    private final LossKernels loss;
    private final OptimizerKernels optimizer;
    private final Lanes lanes = new Lanes();

    /** Opens the kernels for one thread. */
    public SimdKernels() {
        ColumnSums columnSums = new ColumnSums(lanes);
        linear = new LinearKernels(blas, columnSums);
        layerNorm = new LayerNormKernels(lanes);
        gelu = new GeluKernels(columnSums);
        attention = new AttentionKernels(lanes, blas);
        classAttention = new ClassAttention(lanes, blas);
        biasedAttention = new BiasedAttention(lanes, blas);
        tokens = new TokenKernels(lanes);
        allTokens = new AllTokenKernels(lanes);
        layerScale = new LayerScale();
        parts = new PartKernels(blas);
        neighbourhoods = new Neighbourhoods(lanes);
        adaptiveNorm = new AdaptiveNorm(lanes);
        loss = new LossKernels(lanes);
        optimizer = new OptimizerKernels(lanes);
    }

    @Override
    public String name() {
        return "simd (" + Lanes.SPECIES.vectorBitSize() + " bits, products by " + blas.name() + ")";
    }

    @Override
    public void linear(Tensor x, Tensor w, @Nullable Tensor bias, Tensor y) {
        linear.forward(x, w, bias, y);
    }

    @Override
    public void linearInputGradient(Tensor dy, Tensor w, Tensor dx, Write write) {
        linear.inputGradient(dy, w, dx, write);
    }

    @Override
    public void linearWeightGradient(Tensor dy, Tensor x, Tensor dw, @Nullable Tensor dbias) {
        linear.addWeightGradient(dy, x, dw, dbias);
    }

    @Override
    public void add(Tensor x, Tensor addend, Tensor y) {
        optimizer.add(x, addend, y);
    }

    @Override
    public void layerNorm(Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Tensor statistics) {
        layerNorm.forward(x, scale, shift, epsilon, y, statistics);
    }

    @Override
    public void layerNormBackward(
            Tensor dy, Tensor x, Tensor scale, Tensor statistics, Tensor dx, Tensor dscale, Tensor dshift) {
        layerNorm.backward(dy, x, scale, statistics, dx, dscale, dshift);
    }

    @Override
    public void biasGelu(Tensor x, Tensor bias, Tensor y) {
        gelu.forward(x, bias, y);
    }

    @Override
    public void biasGeluBackward(Tensor dy, Tensor saved, Tensor bias, Tensor dx, Tensor dbias) {
        gelu.backward(dy, saved, dx, dbias);
    }

    @Override
    public void attention(Tensor qkv, int heads, int tokenCount, Tensor probabilities, Tensor y) {
        attention.forward(new PackedHeads(qkv, heads, tokenCount), probabilities, y);
    }

    @Override
    public void attentionBackward(Tensor dy, Tensor qkv, int heads, int tokenCount, Tensor probabilities, Tensor dqkv) {
        PackedHeads packed = new PackedHeads(qkv, heads, tokenCount);
        attention.backward(dy, packed, probabilities, new PackedHeads(dqkv, heads, tokenCount));
    }

    @Override
    public void classAttention(Tensor qkv, int heads, int tokenCount, Tensor weights) {
        classAttention.weigh(new PackedHeads(qkv, heads, tokenCount), weights);
    }

    @Override
    public void extractPatches(Tensor images, int side, int[] patches, PixelOrder order, Tensor y) {
        PatchExtraction.extract(images, side, patches, order, y);
    }

    @Override
    public void encoderTokens(Tensor embedded, Tensor classToken, Tensor positions, int[] patches, Tensor y) {
        tokens.encoderTokens(embedded, classToken, positions, patches, y);
    }

    @Override
    public void encoderTokensBackward(Tensor dy, Tensor dembedded, Tensor dclassToken) {
        tokens.encoderTokensBackward(dy, dembedded, dclassToken);
    }

    @Override
    public void decoderTokens(
            Tensor embedded, Tensor maskToken, Tensor positions, int[] visible, int[] masked, Tensor y) {
        tokens.decoderTokens(embedded, maskToken, positions, visible, masked, y);
    }

    @Override
    public void decoderTokensBackward(Tensor dy, int masked, Tensor dembedded, Tensor dmaskToken) {
        tokens.decoderTokensBackward(dy, masked, dembedded, dmaskToken);
    }

    @Override
    public void lastTokens(Tensor x, int tokenCount, int count, Tensor y) {
        tokens.lastTokens(x, tokenCount, count, y);
    }

    @Override
    public void lastTokensBackward(Tensor dy, int tokenCount, int count, Tensor dx) {
        tokens.lastTokensBackward(dy, tokenCount, count, dx);
    }

    @Override
    public void normalizePatches(Tensor targets) {
        loss.normalizePatches(targets);
    }

    @Override
    public double squaredError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted) {
        return loss.squaredError(predicted, targets, scale, dpredicted);
    }

    @Override
    public void adamW(Tensor parameters, Tensor gradient, Tensor m, Tensor v, AdamStep step, float decay) {
        optimizer.adamW(parameters, gradient, m, v, step, decay);
    }

    @Override
    public void accumulate(Tensor sum, Tensor addend) {
        optimizer.add(sum, addend, sum);
    }

    @Override
    public void scale(Tensor x, float factor) {
        optimizer.scale(x, factor);
    }

    @Override
    public double sumOfSquares(Tensor x) {
        return optimizer.sumOfSquares(x);
    }

    @Override
    public double absoluteError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted) {
        return loss.absoluteError(predicted, targets, scale, dpredicted);
    }

    @Override
    public void mergedTokens(
            Tensor embedded,
            Tensor classToken,
            Tensor maskToken,
            @Nullable Tensor positions,
            TokenSequence sequence,
            Tensor y) {
        allTokens.mergedTokens(embedded, classToken, maskToken, positions, sequence, y);
    }

    @Override
    public void mergedTokensBackward(
            Tensor dy,
            TokenSequence sequence,
            Tensor dembedded,
            Tensor dclassToken,
            Tensor dmaskToken,
            @Nullable Tensor dpositions) {
        allTokens.mergedTokensBackward(dy, sequence, dembedded, dclassToken, dmaskToken, dpositions);
    }

    @Override
    public void selectRows(Tensor x, int[] rows, Tensor y) {
        allTokens.selectRows(x, rows, y);
    }

    @Override
    public void selectRowsBackward(Tensor dy, int[] rows, Tensor dx) {
        allTokens.selectRowsBackward(dy, rows, dx);
    }

    @Override
    public void gatherBias(Tensor table, int[] index, Tensor bias) {
        PositionBias.gather(table, index, bias);
    }

    @Override
    public void gatherBiasBackward(Tensor dbias, int[] index, Tensor dtable) {
        PositionBias.scatter(dbias, index, dtable);
    }

    @Override
    public void biasedAttention(Tensor qkv, Tensor bias, Tensor probabilities, Tensor y) {
        biasedAttention.forward(qkv, bias, probabilities, y);
    }

    @Override
    public void biasedAttentionBackward(
            Tensor dy, Tensor qkv, Tensor bias, Tensor probabilities, Tensor dqkv, Tensor dbias) {
        biasedAttention.backward(dy, qkv, bias, probabilities, dqkv, dbias);
    }

    @Override
    public void biasedClassAttention(Tensor qkv, Tensor bias, Tensor weights) {
        biasedAttention.weighClassToken(qkv, bias, weights);
    }

    @Override
    public void addScaled(Tensor x, Tensor branch, Tensor scale, Tensor y) {
        layerScale.forward(x, branch, scale, y);
    }

    @Override
    public void addScaledBackward(Tensor dy, Tensor branch, Tensor scale, Tensor dbranch, Tensor dscale) {
        layerScale.backward(dy, branch, scale, dbranch, dscale);
    }

    @Override
    public void tokenMeans(Tensor x, int tokens, Tensor y) {
        ClassKernels.tokenMeans(x, tokens, y);
    }

    @Override
    public void tokenMeansBackward(Tensor dy, int tokens, Tensor dx) {
        ClassKernels.tokenMeansBackward(dy, tokens, dx);
    }

    @Override
    public double softmaxCrossEntropy(Tensor logits, int[] labels, float smoothing, float scale, Tensor dlogits) {
        return ClassKernels.softmaxCrossEntropy(logits, labels, smoothing, scale, dlogits);
    }

    @Override
    public void rowMeans(Tensor x, Tensor y) {
        DifficultyKernels.rowMeans(x, y, lanes);
    }

    @Override
    public void rowMeansBackward(Tensor dy, Tensor dx) {
        DifficultyKernels.rowMeansBackward(dy, dx);
    }

    @Override
    public void scaleImages(Tensor x, float[] factors, Tensor y) {
        layerScale.scaleImages(x, factors, y);
    }

    @Override
    public double rankingError(Tensor scores, Tensor targets, float scale, Tensor dscores) {
        return DifficultyKernels.rankingError(scores, targets, scale, dscores);
    }

    @Override
    public double standardizedError(Tensor scores, Tensor targets, float scale, Tensor dscores) {
        return DifficultyKernels.standardizedError(scores, targets, scale, dscores);
    }

    @Override
    public void movingAverage(Tensor average, Tensor x, float decay) {
        optimizer.movingAverage(average, x, decay);
    }

    @Override
    public void partMaps(Tensor partTokens, Tensor tokenRows, Tensor maps) {
        parts.maps(partTokens, tokenRows, maps);
    }

    @Override
    public void partMapsBackward(Tensor dmaps, Tensor tokenRows, Tensor maps, Tensor dparts) {
        parts.mapsBackward(dmaps, tokenRows, maps, dparts);
    }

    @Override
    public double mapOverlap(Tensor maps, int images, float scale, Tensor dmaps) {
        return MapPenalties.overlap(maps, images, scale, dmaps);
    }

    @Override
    public double mapAbsence(Tensor maps, int images, int own, float scale, Tensor dmaps) {
        return MapPenalties.absence(maps, images, own, scale, dmaps);
    }

    @Override
    public void neighbourhoods(Tensor x, int height, int width, int zoom, Tensor y) {
        neighbourhoods.layOut(x, height, width, zoom, y);
    }

    @Override
    public void neighbourhoodsBackward(Tensor dy, int height, int width, int zoom, Tensor dx) {
        neighbourhoods.gather(dy, height, width, zoom, dx);
    }

    @Override
    public void adaptiveNorm(Tensor x, Tensor style, Tensor y, Tensor statistics) {
        adaptiveNorm.forward(x, style, y, statistics);
    }

    @Override
    public void adaptiveNormBackward(Tensor dy, Tensor x, Tensor style, Tensor statistics, Tensor dx, Tensor dstyle) {
        adaptiveNorm.backward(dy, x, style, statistics, dx, dstyle);
    }

    @Override
    public void leakyRelu(Tensor x, float slope, Tensor y) {
        LeakyRelu.forward(x, slope, y);
    }

    @Override
    public void leakyReluBackward(Tensor dy, Tensor y, float slope, Tensor dx) {
        LeakyRelu.backward(dy, y, slope, dx);
    }

    @Override
    public void close() {
        biasedAttention.close();
        attention.close();
        classAttention.close();
        blas.close();
    }
}
