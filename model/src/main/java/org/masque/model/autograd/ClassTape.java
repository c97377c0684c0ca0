package org.masque.model.autograd;

import org.masque.model.kernels.Kernels;

/**
 * What classifying images records on a tape beside the calls of {@link Tape}.
 *
 * @param tape where it is recorded
 */
public record ClassTape(Tape tape) {
    /**
     * The mean of each image's patch tokens, the class token left out; x [B*T, D], which has no other reader: [B, D].
     */
    public Variable patchMeans(Variable x, int tokens) {
        Kernels kernels = tape.kernels();
        Variable y = new Variable(
                tape.arena().take(x.value().rows() / tokens, x.value().columns()));
        kernels.tokenMeans(x.value(), tokens, y.value());
        tape.record(
                y,
                () -> kernels.tokenMeansBackward(
                        y.requireGradient(), tokens, tape.gradients().of(x)));
        return y;
    }
}
