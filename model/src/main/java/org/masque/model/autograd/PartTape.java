package org.masque.model.autograd;

import org.masque.model.tensor.Tensor;

/**
 * What learning semantic parts records on a tape beside the calls of {@link Tape} (spec 4.1): maps of parts, and the
 * convolutions of the decoder.
 *
 * @param tape where it is recorded
 */
public record PartTape(Tape tape) {
    /** The maps of the parts of images; parts [B, K*D], tokens [B*(L+1), D] and frozen: [B*L, K]. */
    public Variable partMaps(Variable parts, Tensor tokens) {
        long images = parts.value().shape()[0];
        long count = parts.value().columns() / tokens.columns();
        Variable maps = new Variable(tape.arena().take(tokens.rows() - images, count));
        tape.kernels().partMaps(parts.value(), tokens, maps.value());
        tape.record(
                maps,
                () -> tape.kernels()
                        .partMapsBackward(
                                maps.requireGradient(),
                                tokens,
                                maps.value(),
                                tape.gradients().of(parts)));
        return maps;
    }

    /**
     * Adds a loss that reads x directly, beside what follows: its gradient is added to that of x. Of the readers of x
     * it must be the first that is recorded.
     */
    public void directLoss(Variable x, Tensor gradient) {
        tape.record(() -> tape.kernels().add(x.requireGradient(), gradient, x.requireGradient()));
    }

    /** A convolution's columns: the 3x3 neighbours of the pixels of x [B*h*w, C], enlarged: [B*zh*zw, 9*C]. */
    public Variable neighbourhoods(Variable x, int height, int width, int zoom) {
        long rows = (long) x.value().rows() * zoom * zoom;
        Variable y = new Variable(tape.arena().take(rows, 9L * x.value().columns()));
        tape.kernels().neighbourhoods(x.value(), height, width, zoom, y.value());
        tape.record(
                y,
                () -> tape.kernels()
                        .neighbourhoodsBackward(
                                y.requireGradient(),
                                height,
                                width,
                                zoom,
                                tape.gradients().of(x)));
        return y;
    }

    /** Channels of images x [B*N, C] in the style [B, 2*C]; both must have no other reader. */
    public Variable adaptiveNorm(Variable x, Variable style) {
        Variable y = new Variable(tape.arena().take(x.value().rows(), x.value().columns()));
        Tensor statistics = tape.arena().take(style.value().shape());
        tape.kernels().adaptiveNorm(x.value(), style.value(), y.value(), statistics);
        tape.record(
                y,
                () -> tape.kernels()
                        .adaptiveNormBackward(
                                y.requireGradient(),
                                x.value(),
                                style.value(),
                                statistics,
                                tape.gradients().of(x),
                                tape.gradients().of(style)));
        return y;
    }

    /** x where it is above 0, else a share of it; in the place of x, which must have no other reader. */
    public Variable leakyRelu(Variable x, float slope) {
        tape.kernels().leakyRelu(x.value(), slope, x.value());
        Variable y = new Variable(x.value());
        tape.record(y, () -> {
            Tensor dy = y.requireGradient();
            tape.kernels().leakyReluBackward(dy, y.value(), slope, dy);
            tape.gradients().share(dy, x);
        });
        return y;
    }
}
