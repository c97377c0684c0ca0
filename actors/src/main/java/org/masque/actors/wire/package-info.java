/**
 * How messages cross the network: Kryo, with every size checked before memory is taken for it.
 *
 * <p>A message is a record that implements {@link org.masque.actors.wire.WireMessage} and stands in
 * {@code wire-classes.txt} with a fixed number and manifest. No class is ever named by the bytes, tensors never pass,
 * and bytes that are not a message are rejected, counted and forgotten. May import Kryo and Pekko's serialization,
 * nothing else of Masque but {@link org.masque.actors.OwnedMessage} and {@link org.masque.model.tensor.TensorRef}, in
 * order to refuse them. Start reading at {@link org.masque.actors.wire.WireCodec}.
 */
@NullMarked
package org.masque.actors.wire;

import org.jspecify.annotations.NullMarked;
