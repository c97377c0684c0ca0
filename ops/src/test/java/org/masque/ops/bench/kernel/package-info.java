/**
 * JMH benchmarks of single kernels. They are not run by the tests, only tried once; {@code mvn -Pkernel-benchmarks}
 * runs them. Start reading at {@link org.masque.ops.bench.kernel.KernelBenchmarks}.
 */
@NullMarked
package org.masque.ops.bench.kernel;

import org.jspecify.annotations.NullMarked;
