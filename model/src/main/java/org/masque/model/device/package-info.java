/**
 * What this machine offers to the tensor engine, asked without starting a run: processor, backend, products, GPUs.
 *
 * <p>May import the JDK, ND4J and the native presets. Start reading at {@link org.masque.model.device.DeviceReport}.
 */
@NullMarked
package org.masque.model.device;

import org.jspecify.annotations.NullMarked;
