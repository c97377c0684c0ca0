package org.masque.model.parts;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.SplittableRandom;
import org.masque.masking.PatchGrid;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.PartTape;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.nn.Linear;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.LayoutBuilder;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.ParameterLayout.Slice;

/**
 * The trained half of learned parts: part tokens from the class token, and a decoder from the parts' maps to pixels
 * whose texture comes from the class token (SemMAE, Li et al. 2022, section 3.2, as spec 4.1 c makes it whole).
 *
 * <p>Legend: B images, L patches on a grid of g x g', D width of a token, K parts, C channels. Part tokens P = W c + b;
 * maps M = softmax over parts of P . F / sqrt(D). Each stage of the decoder doubles both sides, convolves 3x3, and
 * gives each channel a mean and a deviation that are affine in the class token (AdaIN); then a leaky rectifier. A last
 * product makes colours. It draws up to {@value #MOST_DETAIL} x {@value #MOST_DETAIL} pixels a patch. Owns weights and
 * gradients.
 */
final class PartNetwork implements AutoCloseable {
    static final int MOST_DETAIL = 4;

    private static final int COLOURS = 3;
    private static final int NEIGHBOURS = 9;
    private static final float SLOPE = 0.2f;

    private final PatchGrid grid;
    private final int doublings;
    private final ParameterLayout layout;
    private final TensorRef weights;
    private final TensorRef gradients;

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    PartNetwork(ModelShape encoder, LearnedPartsSettings settings) {
        grid = encoder.grid();
        doublings = doublings(encoder.patch());
        layout = layOut(encoder.encoder().width(), settings);
        weights = TensorRef.zeros(layout.length());
        gradients = TensorRef.zeros(layout.length());
        fill(settings.seed());
    }

    // As far as whole pixels of the image make a pixel of the drawing.
    private static int doublings(int patch) {
        int doublings = 0;
        while (1 << doublings < MOST_DETAIL && patch % (2 << doublings) == 0) {
            doublings++;
        }
        return doublings;
    }

    private int stages() {
        return Math.max(1, doublings);
    }

    private ParameterLayout layOut(int width, LearnedPartsSettings settings) {
        LayoutBuilder builder = new LayoutBuilder();
        builder.linear("part_tokens", settings.parts() * width, width);
        int inputs = settings.parts();
        for (int stage = 0; stage < stages(); stage++) {
            builder.linear("decoder." + stage + ".conv", settings.channels(), NEIGHBOURS * inputs);
            builder.linear("decoder." + stage + ".style", 2 * settings.channels(), width);
            inputs = settings.channels();
        }
        builder.linear("to_rgb", COLOURS, inputs);
        return builder.build();
    }

    // Xavier-uniform products and zero biases, as everywhere; but styles start at none.
    private void fill(long seed) {
        int place = 0;
        for (Slice slice : layout.slices()) {
            SplittableRandom random = Randomness.of(seed, 0, --place, Purpose.PARTS);
            Tensor tensor = weights.tensor().slice(slice.offset(), slice.shape());
            if (slice.shape().length == 2 && !slice.name().contains("style")) {
                double bound = Math.sqrt(6.0 / (slice.shape()[0] + slice.shape()[1]));
                for (long i = 0; i < tensor.length(); i++) {
                    tensor.set(i, (float) ((2 * random.nextDouble() - 1) * bound));
                }
            }
        }
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

    /** Rows of pixels that the decoder draws. */
    int drawnHeight() {
        return grid.rows() << doublings;
    }

    /** Columns of pixels that the decoder draws. */
    int drawnWidth() {
        return grid.columns() << doublings;
    }

    /** The maps of the parts; classTokens [B, D], tokens [B*(L+1), D]: [B*L, K]. */
    Variable maps(Tape tape, Tensor classTokens, Tensor tokens) {
        Linear partTokens = linear("part_tokens");
        Variable parts = tape.linearOfInput(tape.input(classTokens), partTokens.weight(), partTokens.bias());
        return new PartTape(tape).partMaps(parts, tokens);
    }

    /** The drawing of an image from the maps of its parts and its class token: [B*N, 3], N pixels. */
    Variable draw(Tape tape, Variable maps, Tensor classTokens) {
        PartTape drawing = new PartTape(tape);
        Variable x = maps;
        int zoom = doublings == 0 ? 1 : 2;
        int height = grid.rows();
        int width = grid.columns();
        for (int stage = 0; stage < stages(); stage++) {
            Linear styles = linear("decoder." + stage + ".style");
            Variable columns = drawing.neighbourhoods(x, height, width, zoom);
            Variable convolved = linear("decoder." + stage + ".conv").forward(tape, columns);
            Variable style = tape.linearOfInput(tape.input(classTokens), styles.weight(), styles.bias());
            x = drawing.leakyRelu(drawing.adaptiveNorm(convolved, style), SLOPE);
            height *= zoom;
            width *= zoom;
        }
        return linear("to_rgb").forward(tape, x);
    }

    private Linear linear(String name) {
        return new Linear(parameter(name + ".weight"), parameter(name + ".bias"));
    }

    private Parameter parameter(String name) {
        Slice slice = layout.slice(name);
        return new Parameter(
                weights.tensor().slice(slice.offset(), slice.shape()),
                gradients.tensor().slice(slice.offset(), slice.shape()));
    }

    @Override
    public void close() {
        weights.close();
        gradients.close();
    }
}
