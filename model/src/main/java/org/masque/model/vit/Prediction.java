package org.masque.model.vit;

import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Variable;

/**
 * What a network says of masked patches.
 *
 * @param pixels [B*M, P]
 * @param difficulty one number a patch, [B*M]; null where the network predicts none
 */
public record Prediction(Variable pixels, @Nullable Variable difficulty) {}
