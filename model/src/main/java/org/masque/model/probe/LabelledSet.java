package org.masque.model.probe;

import java.util.function.IntUnaryOperator;
import org.masque.model.data.ViewSource;

/**
 * A labelled set of whole images.
 *
 * @param images normalised as in pre-training, borrowed
 * @param count how many are used, from the first on
 * @param label the class of an id
 */
public record LabelledSet(ViewSource images, int count, IntUnaryOperator label) {}
