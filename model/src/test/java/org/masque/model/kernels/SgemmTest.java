package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.masque.model.kernels.Doubles.assertClose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.kernels.Kernels.Write;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class SgemmTest {
    static Stream<Sgemm> libraries() {
        return Stream.of(new OneDnnSgemm(), new OpenBlasSgemm());
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void bothOperandsMayBeTransposedBlocks(Sgemm sgemm) {
        try (GuardedTensors tensors = new GuardedTensors(3);
                sgemm) {
            Tensor a = tensors.random(5, 9);
            Tensor b = tensors.random(11, 7);
            Tensor c = tensors.filled(1, 4, 12);
            Matrix left = Matrix.block(a, 2, 5, 4, 9).transposed();
            Matrix right = Matrix.block(b, 7, 6, 5, 7).transposed();
            Matrix result = Matrix.block(c, 3, 4, 6, 12);

            sgemm.multiply(left, right, result, Write.ADD);

            double[] expected = new double[48];
            Arrays.fill(expected, 1);
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 6; j++) {
                    for (int k = 0; k < 5; k++) {
                        expected[3 + i * 12 + j] += (double) a.get(2 + k * 9 + i) * b.get(7 + j * 7 + k);
                    }
                }
            }
            assertClose(c, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void ofABatchEveryProductIsThatOfItsOwnMatrices(Sgemm sgemm) {
        int images = 3;
        int heads = 2;
        try (GuardedTensors tensors = new GuardedTensors(5);
                sgemm) {
            // Each of 3 images has 7 rows of 2 heads, 5 wide; the products are 7 x 7, in rows of 16.
            Tensor packed = tensors.random(images * 7, heads * 5);
            Tensor c = tensors.filled(1, images * heads * 7, 16);
            MatrixBatch left = new MatrixBatch(Matrix.block(packed, 0, 7, 5, 10), images, heads, 70, 5);
            MatrixBatch result = new MatrixBatch(Matrix.block(c, 0, 7, 7, 16), images, heads, 7 * 16 * 2, 7 * 16);

            for (int time = 0; time < 2; time++) {
                sgemm.multiplyAll(left, left.transposed(), result);

                assertClose(c, scoresOf(packed, images, heads));
            }
        }
    }

    private static double[] scoresOf(Tensor packed, int images, int heads) {
        double[] expected = new double[images * heads * 7 * 16];
        Arrays.fill(expected, 1);
        for (int image = 0; image < images; image++) {
            for (int head = 0; head < heads; head++) {
                for (int i = 0; i < 49; i++) {
                    double sum = 0;
                    for (int k = head * 5; k < head * 5 + 5; k++) {
                        sum += (double) packed.get((image * 7 + i / 7) * 10L + k)
                                * packed.get((image * 7 + i % 7) * 10L + k);
                    }
                    expected[((image * heads + head) * 7 + i / 7) * 16 + i % 7] = sum;
                }
            }
        }
        return expected;
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void aLargeProductStaysOnItsCallersThread(Sgemm sgemm) throws Exception {
        assumeThat(Path.of("/proc/self/task")).exists();
        try (GuardedTensors tensors = new GuardedTensors(3);
                sgemm) {
            Matrix a = Matrix.of(tensors.random(700, 700));
            Matrix c = Matrix.of(tensors.undefined(700, 700));
            // Loading libraries starts threads that never multiply: not on the thread that is watched.
            sgemm.multiply(a, a, c, Write.REPLACE);
            List<String> threads = onThreadNamed("lone-sgemm", () -> {
                sgemm.multiply(a, a, c, Write.REPLACE);
                return threadsNamed("lone-sgemm");
            });
            assertThat(threads).containsExactly("lone-sgemm");
        }
    }

    // Threads that a library starts inherit the name of the thread that calls it.
    private static List<String> threadsNamed(String name) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(SgemmTest::nameOf).filter(name::equals).toList();
        }
    }

    private static String nameOf(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException ended) {
            return "a thread that has ended";
        }
    }

    private static <T> T onThreadNamed(String name, Callable<T> work) throws InterruptedException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, name);
        thread.start();
        T result = task.get();
        thread.join();
        return result;
    }

    @Test
    void anUnknownLibraryIsRefusedWithTheChoices() {
        System.setProperty("masque.blas", "mkl");
        try {
            assertThatThrownBy(SgemmProvider::open).hasMessageContaining("must be onednn, openblas or auto");
        } finally {
            System.clearProperty("masque.blas");
        }
    }

    @Test
    void theLibraryCanBeForced() {
        System.setProperty("masque.blas", "openblas");
        try (Sgemm sgemm = SgemmProvider.open()) {
            assertThat(sgemm.name()).isEqualTo("OpenBLAS");
        } finally {
            System.clearProperty("masque.blas");
        }
    }
}
