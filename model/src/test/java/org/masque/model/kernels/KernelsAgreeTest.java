package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class KernelsAgreeTest {
    private static final int SEEDS = 6;

    static Stream<Arguments> kernelsAndSeeds() {
        return Arrays.stream(KernelScenario.values())
                .flatMap(kernel -> LongStream.rangeClosed(1, SEEDS).mapToObj(seed -> Arguments.of(kernel, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("kernelsAndSeeds")
    void theFastKernelsGiveTheNumbersOfTheReference(KernelScenario kernel, long seed)
            throws ReflectiveOperationException {
        try (Kernels fast = SimdKernelsAgreeTest.openSimd();
                Kernels reference = new Nd4jKernels()) {
            double[][] expected = kernel.results(reference, seed);
            double[][] actual = kernel.results(fast, seed);
            for (int i = 0; i < expected.length; i++) {
                Closeness.assertClose(kernel + ", result " + i, actual[i], expected[i]);
            }
        }
    }

    @Test
    void everyKernelIsCompared() {
        Set<String> methods = Arrays.stream(Kernels.class.getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        methods.removeAll(Set.of("name", "close"));
        assertThat(Arrays.stream(KernelScenario.values()).map(Enum::name)).containsExactlyInAnyOrderElementsOf(methods);
    }
}
