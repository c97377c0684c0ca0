/**
 * How good the features are: nearest neighbours and a linear classifier, on a frozen encoder.
 *
 * <p>May import the other packages of the model but {@code checkpoint}. Start reading at {@code Evaluation}.
 */
@NullMarked
package org.masque.model.probe;

import org.jspecify.annotations.NullMarked;
