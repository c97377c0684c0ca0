/**
 * How good the features are: nearest neighbours and a linear classifier on a frozen encoder, and fine-tuning of the
 * whole.
 *
 * <p>May import the other packages of the model but {@code checkpoint}. Start reading at {@code Evaluation}, for
 * fine-tuning at {@code FineTuning}.
 */
@NullMarked
package org.masque.model.probe;

import org.jspecify.annotations.NullMarked;
