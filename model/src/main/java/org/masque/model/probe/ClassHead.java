package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.autograd.ClassTape;
import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.nn.LayerNorm;
import org.masque.model.nn.Linear;
import org.masque.model.optim.AdamW;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.LayoutBuilder;
import org.masque.model.vit.Network;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.ParameterLayout.Slice;

/**
 * A linear classifier on top of an encoder, trained with it (spec 1.6): of the class token after the encoder's final
 * norm, or of the mean of the patch tokens after a norm of its own, which takes the place of the encoder's.
 *
 * <p>Owns its weights, gradients and moments.
 */
final class ClassHead implements AutoCloseable {
    private static final double DEVIATION = 2e-5;
    private static final String NORM = "fc_norm";
    private static final String LINEAR = "head";

    private final FeatureKind kind;
    private final ParameterLayout layout;
    private final TensorRef weights;
    private final TensorRef gradients;
    private final AdamW optimizer;

    /**
     * Draws a classifier.
     *
     * @param width D, of a token
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    ClassHead(int width, int classes, FineTuneSettings settings) {
        kind = settings.head();
        LayoutBuilder builder = new LayoutBuilder();
        if (kind == FeatureKind.PATCH_MEAN) {
            builder.norm(NORM, width);
        }
        builder.linear(LINEAR, classes, width);
        layout = builder.build();
        weights = TensorRef.zeros(layout.length());
        gradients = TensorRef.zeros(layout.length());
        optimizer = new AdamW(layout, weights.tensor(), (float) settings.weightDecay());
        fill(settings.seed());
    }

    private void fill(long seed) {
        var random = Randomness.of(seed, 0, -1, Purpose.PROBE);
        Tensor weight = parameter(LINEAR + ".weight").value();
        for (long i = 0; i < weight.length(); i++) {
            // The sum of twelve uniform numbers is near enough to a normal one: these weights are nearly zero.
            double sum = -6;
            for (int each = 0; each < 12; each++) {
                sum += random.nextDouble();
            }
            weight.set(i, (float) (DEVIATION * sum));
        }
        if (kind == FeatureKind.PATCH_MEAN) {
            Tensor scale = parameter(NORM + ".weight").value();
            for (long i = 0; i < scale.length(); i++) {
                scale.set(i, 1);
            }
        }
    }

    /** The scores of images whose tokens, before the final norm, are x [B*(L+1), D]: [B, C]. */
    Variable logits(Tape tape, Network network, Variable x) {
        int tokens = network.shape().patches() + 1;
        return new Linear(parameter(LINEAR + ".weight"), parameter(LINEAR + ".bias"))
                .forward(
                        tape,
                        kind == FeatureKind.PATCH_MEAN ? mean(tape, x, tokens) : classToken(tape, network, x, tokens));
    }

    private Variable mean(Tape tape, Variable x, int tokens) {
        return new LayerNorm(parameter(NORM + ".weight"), parameter(NORM + ".bias"))
                .forward(tape, new ClassTape(tape).patchMeans(x, tokens));
    }

    private static Variable classToken(Tape tape, Network network, Variable x, int tokens) {
        int[] first = new int[x.value().rows() / tokens];
        for (int image = 0; image < first.length; image++) {
            first[image] = image * tokens;
        }
        return network.finalNorm(tape, tape.selectRows(x, first));
    }

    private Parameter parameter(String name) {
        Slice slice = layout.slice(name);
        return new Parameter(
                weights.tensor().slice(slice.offset(), slice.shape()),
                gradients.tensor().slice(slice.offset(), slice.shape()));
    }

    ParameterLayout layout() {
        return layout;
    }

    /** Flat, borrowed. */
    Tensor weights() {
        return weights.tensor();
    }

    /** Flat, borrowed; backwards add to them. */
    Tensor gradients() {
        return gradients.tensor();
    }

    void update(Kernels kernels, AdamStep step) {
        optimizer.update(kernels, gradients(), step, 0, layout.length());
    }

    @Override
    public void close() {
        optimizer.close();
        gradients.close();
        weights.close();
    }
}
