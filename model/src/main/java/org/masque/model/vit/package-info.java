/**
 * The vision transformer: shape, parameters, encoder, decoder, attention maps.
 *
 * <p>May import {@code nn} and what that imports. Start reading at {@code MaskedAutoencoder}.
 */
@NullMarked
package org.masque.model.vit;

import org.jspecify.annotations.NullMarked;
