/**
 * JMH benchmarks of single kernels. They are not timed by the tests, only tried once; {@code mvn -Pkernel-benchmarks}
 * times them. Start reading at {@link org.masque.ops.bench.kernel.KernelBenchmarks}.
 *
 * <p>Nullness is not checked here: JMH fills the fields of a benchmark by its set-up, which the checker cannot know.
 */
@NullUnmarked
package org.masque.ops.bench.kernel;

import org.jspecify.annotations.NullUnmarked;
