package org.masque.model.kernels;

import org.jspecify.annotations.Nullable;
import org.masque.model.tensor.Tensor;

/**
 * The numeric operations that training a masked vision transformer needs, each with its backward.
 *
 * <p>Legend: B images, T tokens of an image, H heads, D width, L patches of an image, K patches used, C channels, P =
 * patch side squared times C. All tensors are borrowed, contiguous, row-major, and do not overlap unless a method says
 * so; outputs are overwritten unless it says "adds". An instance belongs to one thread, uses that thread only, and
 * gives the same bits for the same inputs. Index arrays are 0-based. Gradients of weights are always added, so that
 * micro-batches accumulate.
 */
public interface Kernels extends AutoCloseable {
    /** How a gradient meets what its target holds. */
    enum Write {
        REPLACE,
        ADD
    }

    /** The order of the numbers inside one patch. */
    enum PixelOrder {
        /** As a convolution's weight is stored: channel, row, column. */
        CHANNEL_FIRST,
        /** As MAE predicts pixels: row, column, channel (spec 1.3). */
        CHANNEL_LAST
    }

    /** The name for logs and {@code doctor}, with the library that multiplies matrices. */
    String name();

    /** y = x wᵀ + bias; x [R, I], w [O, I], bias [O] or null, y [R, O]. */
    void linear(Tensor x, Tensor w, @Nullable Tensor bias, Tensor y);

    /** dx = dy w, or adds it; dy [R, O], w [O, I], dx [R, I]. */
    void linearInputGradient(Tensor dy, Tensor w, Tensor dx, Write write);

    /** Adds dyᵀ x to dw [O, I] and the column sums of dy to dbias [O], unless null. */
    void linearWeightGradient(Tensor dy, Tensor x, Tensor dw, @Nullable Tensor dbias);

    /** y = x + addend, element by element; y may be x. */
    void add(Tensor x, Tensor addend, Tensor y);

    /**
     * y = (x - mean) / sqrt(variance + epsilon) * scale + shift over the last axis, population variance.
     *
     * @param statistics [R, 2]: mean and 1/sqrt(variance + epsilon) of each row, kept for the backward
     */
    void layerNorm(Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Tensor statistics);

    /** Adds to dx, dscale and dshift. */
    void layerNormBackward(
            Tensor dy, Tensor x, Tensor scale, Tensor statistics, Tensor dx, Tensor dscale, Tensor dshift);

    /**
     * y = gelu(x + bias), exact (erf), x [R, O], bias [O]; x is overwritten by what the backward needs, and only that
     * is defined.
     */
    void biasGelu(Tensor x, Tensor bias, Tensor y);

    /**
     * dx = dy * gelu'(x + bias), and adds its column sums to dbias.
     *
     * @param saved what {@link #biasGelu} left in its x
     * @param dx may be dy
     */
    void biasGeluBackward(Tensor dy, Tensor saved, Tensor bias, Tensor dx, Tensor dbias);

    /**
     * Multi-head softmax attention on packed queries, keys and values.
     *
     * @param qkv [B*T, 3*D], in a row: all heads' queries, then keys, then values
     * @param tokens T; the scores are scaled by 1/sqrt(D/H)
     * @param probabilities [B, H, T, T], overwritten: for each query the softmax over all keys
     * @param y [B*T, D], heads side by side
     */
    void attention(Tensor qkv, int heads, int tokens, Tensor probabilities, Tensor y);

    /** dqkv from dy; borrows what {@link #attention} was given. */
    void attentionBackward(Tensor dy, Tensor qkv, int heads, int tokens, Tensor probabilities, Tensor dqkv);

    /**
     * The softmax row of the class token (token 0) of each head over all tokens, without token 0's own column: weights
     * [B, H, T-1].
     */
    void classAttention(Tensor qkv, int heads, int tokens, Tensor weights);

    /**
     * Cuts patches out of images.
     *
     * @param images [B, C, height, width]
     * @param side of a patch, in pixels; divides height and width
     * @param patches B*K patch numbers, row by row in the image's grid
     * @param y [B*K, P]
     */
    void extractPatches(Tensor images, int side, int[] patches, PixelOrder order, Tensor y);

    /**
     * The encoder's input: the class token, then the embedded patches, each with its position.
     *
     * @param embedded [B*K, D]
     * @param classToken [D]
     * @param positions [L+1, D], row 0 for the class token
     * @param patches B*K patch numbers
     * @param y [B*(K+1), D]
     */
    void encoderTokens(Tensor embedded, Tensor classToken, Tensor positions, int[] patches, Tensor y);

    /** dembedded from dy [B*(K+1), D]; adds to dclassToken. */
    void encoderTokensBackward(Tensor dy, Tensor dembedded, Tensor dclassToken);

    /**
     * The decoder's input: class token, visible patches, then a mask token for each masked patch, each with its
     * position. Thrown patches are never created (spec 3.5).
     *
     * @param embedded [B*(V+1), D], V visible patches of an image
     * @param maskToken [D]
     * @param positions [L+1, D]
     * @param visible B*V patch numbers
     * @param masked B*M patch numbers
     * @param y [B*(1+V+M), D]
     */
    void decoderTokens(Tensor embedded, Tensor maskToken, Tensor positions, int[] visible, int[] masked, Tensor y);

    /** dembedded [B*(V+1), D] from dy [B*(1+V+M), D]; adds to dmaskToken. */
    void decoderTokensBackward(Tensor dy, int masked, Tensor dembedded, Tensor dmaskToken);

    /** Copies the last {@code count} of each image's tokens: x [B*T, D], y [B*count, D]. */
    void lastTokens(Tensor x, int tokens, int count, Tensor y);

    /** dx [B*T, D] from dy [B*count, D]: zeros but for the last tokens. */
    void lastTokensBackward(Tensor dy, int tokens, int count, Tensor dx);

    /**
     * Normalises every row by its own mean and unbiased variance: (t - mean) / sqrt(variance + 1e-6) (MAE's
     * norm_pix_loss, spec 1.3).
     *
     * @param targets [R, P], overwritten
     */
    void normalizePatches(Tensor targets);

    /**
     * Squared error: adds nothing, returns the sum over rows of the mean over pixels, and dpredicted = 2 (predicted -
     * target) scale / P.
     *
     * @param predicted [R, P]
     * @param targets [R, P]
     * @param scale 1 / (masked patches in the whole step), so that shards and micro-batches add up
     * @param dpredicted [R, P], may be predicted
     */
    double squaredError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted);

    /**
     * As {@link #squaredError}, of absolute differences: dpredicted = sign(predicted - target) scale / P (SimMIM, spec
     * 2).
     */
    double absoluteError(Tensor predicted, Tensor targets, float scale, Tensor dpredicted);

    /**
     * One AdamW update (decoupled decay) of a slice of the parameters (spec 1.4).
     *
     * @param gradient borrowed, unchanged
     * @param m first moment, updated
     * @param v second moment, updated
     * @param decay factor of weight decay for this slice, already 0 where there is none
     */
    void adamW(Tensor parameters, Tensor gradient, Tensor m, Tensor v, AdamStep step, float decay);

    /** sum += addend over a slice; for the reduction of the workers' gradients in a fixed order. */
    void accumulate(Tensor sum, Tensor addend);

    /** x = x * factor. */
    void scale(Tensor x, float factor);

    /** The sum of squares; not finite if any element is not. */
    double sumOfSquares(Tensor x);

    /**
     * The input of an encoder that sees all tokens: class tokens, embedded visible patches, and the mask token in the
     * place of each masked patch, in the order of a sequence and each with its position (SimMIM, spec 2).
     *
     * @param embedded [B*V, D]
     * @param classToken [D]
     * @param maskToken [D]
     * @param positions [L+1, D], row 0 for the class token; null for none
     * @param y [B*T, D]
     */
    void mergedTokens(
            Tensor embedded,
            Tensor classToken,
            Tensor maskToken,
            @Nullable Tensor positions,
            TokenSequence sequence,
            Tensor y);

    /** dembedded from dy [B*T, D]; adds to dclassToken, dmaskToken and, unless null, dpositions. */
    void mergedTokensBackward(
            Tensor dy,
            TokenSequence sequence,
            Tensor dembedded,
            Tensor dclassToken,
            Tensor dmaskToken,
            @Nullable Tensor dpositions);

    /** Copies rows of x [R, D], each at most once: y [rows, D]. */
    void selectRows(Tensor x, int[] rows, Tensor y);

    /** dx [R, D] from dy [rows, D]: zeros but for those rows. */
    void selectRowsBackward(Tensor dy, int[] rows, Tensor dx);

    /**
     * Lays out a table of biases for attention.
     *
     * @param table [N, H]
     * @param index T*T rows of the table, for each query the keys
     * @param bias [H, T, T]
     */
    void gatherBias(Tensor table, int[] index, Tensor bias);

    /** Adds dbias [H, T, T] to dtable [N, H]. */
    void gatherBiasBackward(Tensor dbias, int[] index, Tensor dtable);

    /**
     * As {@link #attention}, with a bias that is added to the scaled scores of every image.
     *
     * @param qkv [B*T, 3*D]
     * @param bias [H, T, T]
     * @param probabilities [B, H, T, T], overwritten: for each query the softmax over all keys
     * @param y [B*T, D]
     */
    void biasedAttention(Tensor qkv, Tensor bias, Tensor probabilities, Tensor y);

    /** dqkv from dy, and adds to dbias [H, T, T]; borrows what {@link #biasedAttention} was given. */
    void biasedAttentionBackward(Tensor dy, Tensor qkv, Tensor bias, Tensor probabilities, Tensor dqkv, Tensor dbias);

    /** As {@link #classAttention}, with a bias [H, T, T]. */
    void biasedClassAttention(Tensor qkv, Tensor bias, Tensor weights);

    /** y = x + branch * scale: a residual sum with LayerScale; x, branch and y [R, D], scale [D]. */
    void addScaled(Tensor x, Tensor branch, Tensor scale, Tensor y);

    /** dbranch = dy * scale, and adds the column sums of dy * branch to dscale. */
    void addScaledBackward(Tensor dy, Tensor branch, Tensor scale, Tensor dbranch, Tensor dscale);

    /** The mean of each row: x [R, P], y [R]. */
    void rowMeans(Tensor x, Tensor y);

    /** dx [R, P] from dy [R]: each row holds dy / P. */
    void rowMeansBackward(Tensor dy, Tensor dx);

    /** y = x * the factor of its image: x and y [B*T, D], one factor for each of B images. */
    void scaleImages(Tensor x, float[] factors, Tensor y);

    /**
     * How badly scores order the patches of an image (HPM, Wang et al. 2023, section 3.2; spec 5.6). Over all ordered
     * pairs of an image with different targets: -ln(sigmoid(s_j - s_i) + 1e-6) where t_j is the larger, the same of the
     * opposite where it is the smaller; divided by the number of those pairs.
     *
     * @param scores [B, M]
     * @param targets [B, M], a constant
     * @param scale 1 / (images in the whole step)
     * @param dscores [B, M], the gradient times {@code scale}; may be scores
     * @return the sum over images, not scaled
     */
    double rankingError(Tensor scores, Tensor targets, float scale, Tensor dscores);

    /**
     * Squared error of scores against the targets of their image, standardised to mean 0 and deviation 1 within it
     * (HPM's absolute variant, spec 5.6): the mean over an image's patches. Arguments and result as in
     * {@link #rankingError}.
     */
    double standardizedError(Tensor scores, Tensor targets, float scale, Tensor dscores);

    /** average = average * decay + x * (1 - decay), over a slice. */
    void movingAverage(Tensor average, Tensor x, float decay);

    /**
     * How much each patch belongs to each part: the softmax over parts of part . token / sqrt(D) (spec 4.1 c).
     *
     * @param parts [B, K*D], the part tokens of each image
     * @param tokens [B*(L+1), D], class token first, which is left out
     * @param maps [B*L, K], each row sums to 1
     */
    void partMaps(Tensor parts, Tensor tokens, Tensor maps);

    /**
     * dparts [B, K*D] from dmaps; the tokens are frozen.
     *
     * @param dmaps overwritten by the gradient before the softmax
     */
    void partMapsBackward(Tensor dmaps, Tensor tokens, Tensor maps, Tensor dparts);

    /**
     * How alike the maps of an image's parts are: the mean over pairs of different parts of the cosine of their maps.
     *
     * @param maps [B*L, K], K at least 2
     * @param images B
     * @param scale of the gradient
     * @param dmaps [B*L, K], the gradient of the sum, times scale, is added
     * @return the sum over images
     */
    double mapOverlap(Tensor maps, int images, float scale, Tensor dmaps);

    /**
     * How far an image's parts are from having patches of their own: the mean over parts of 1 - the mean of the
     * {@code own} largest numbers of its map; of equals the first.
     *
     * @param maps [B*L, K]
     * @param images B
     * @param own patches that a part should have at least, 1 to L
     * @param scale of the gradient
     * @param dmaps [B*L, K], the gradient of the sum, times scale, is added
     * @return the sum over images
     */
    double mapAbsence(Tensor maps, int images, int own, float scale, Tensor dmaps);

    /**
     * Lays out the 3x3 neighbours of every pixel, so that a product makes a convolution of them.
     *
     * @param x [B*h*w, C], pixels row by row
     * @param height h
     * @param width w
     * @param zoom z: each pixel becomes z x z equal ones first
     * @param y [B*zh*zw, 9*C], neighbour after neighbour, row by row; zeros outside the image
     */
    void neighbourhoods(Tensor x, int height, int width, int zoom, Tensor y);

    /** dx from dy; borrows no value. */
    void neighbourhoodsBackward(Tensor dy, int height, int width, int zoom, Tensor dx);

    /**
     * Gives each channel of an image the mean and deviation that a style asks for (AdaIN, Huang and Belongie 2017): y =
     * (x - mean) / sqrt(variance + 1e-5) * (1 + scale) + shift, over the N pixels of each image and channel.
     *
     * @param x [B*N, C]
     * @param style [B, 2*C]: scales, then shifts
     * @param y [B*N, C]
     * @param statistics [B, 2*C]: means, then 1/sqrt(variance + 1e-5), kept for the backward
     */
    void adaptiveNorm(Tensor x, Tensor style, Tensor y, Tensor statistics);

    /** dx and dstyle from dy. */
    void adaptiveNormBackward(Tensor dy, Tensor x, Tensor style, Tensor statistics, Tensor dx, Tensor dstyle);

    /** y = x where x is above 0, else slope * x; y may be x. */
    void leakyRelu(Tensor x, float slope, Tensor y);

    /** dx from dy and what {@link #leakyRelu} gave; dx may be dy. */
    void leakyReluBackward(Tensor dy, Tensor y, float slope, Tensor dx);

    /** The mean of each image's tokens but the first: x [B*T, D], y [B, D]. */
    void tokenMeans(Tensor x, int tokens, Tensor y);

    /** dx [B*T, D] from dy [B, D]: zeros for the first token of an image, dy / (T-1) for the others. */
    void tokenMeansBackward(Tensor dy, int tokens, Tensor dx);

    /**
     * Softmax cross-entropy against smoothed labels (spec 1.6): of C classes the right one is wanted with 1 - s + s/C,
     * each other with s/C.
     *
     * @param logits [R, C]
     * @param labels R classes, 0 to C-1
     * @param smoothing s, at least 0 and below 1
     * @param scale 1 / (images in the whole step)
     * @param dlogits [R, C], the gradient times {@code scale}; may be logits
     * @return the sum over rows, not scaled
     */
    double softmaxCrossEntropy(Tensor logits, int[] labels, float smoothing, float scale, Tensor dlogits);

    @Override
    void close();
}
