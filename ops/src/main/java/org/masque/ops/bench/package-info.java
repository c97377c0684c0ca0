/**
 * Benchmarks that a user can run: steps, attention maps, loading, masking; each prints the line that the PyTorch
 * yardstick prints.
 *
 * <p>May import everything left of {@code ops}. Start reading at {@link org.masque.ops.bench.StepBenchmark}.
 */
@NullMarked
package org.masque.ops.bench;

import org.jspecify.annotations.NullMarked;
