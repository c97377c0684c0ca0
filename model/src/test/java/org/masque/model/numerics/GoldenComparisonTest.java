package org.masque.model.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.interop.SafetensorsException;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.interop.SafetensorsWriter;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;

/** Against numbers of the reference implementation, where they are at hand. */
@ExtendWith(NoTensorLeaks.class)
class GoldenComparisonTest {
    private static final String STEPPED = "adamw/after3/";
    private static final Set<String> INTEGERS = Set.of("ids_shuffle", "amt/order");

    @TempDir
    private Path folder;

    private static Path golden() {
        return golden("mae-small");
    }

    private static Path golden(String name) {
        Path found = Stream.of(System.getProperty("masque.shared", "../shared"), "../shared", "../../shared")
                .map(shared -> Path.of(shared, "golden", name + ".safetensors"))
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of("absent"));
        assumeTrue(Files.exists(found), "no golden files here");
        return found;
    }

    private static List<Deviation> compare(Path file, String choice) throws IOException {
        try (Kernels kernels = KernelsProvider.open(choice)) {
            return GoldenComparison.compare(file, kernels);
        }
    }

    // Three steps of AdamW divide tiny gradients by their own tiny roots, so rounding shows more there.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void everyQuantityIsTheReferencesUpToRounding(String choice) throws IOException {
        assertThat(compare(golden(), choice))
                .hasSizeGreaterThan(100)
                .filteredOn(deviation -> !deviation.quantity().startsWith(STEPPED))
                .allSatisfy(deviation ->
                        assertThat(deviation.error()).as(deviation.quantity()).isLessThan(1e-5));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void everyQuantityIsWithinItsTolerance(String choice) throws IOException {
        assertThat(compare(golden(), choice)).allMatch(Deviation::within);
    }

    // The key biases, whose gradient is zero, and single weights of four other tensors, one with a gradient of 4e-11.
    @Test
    void onlyWeightsWhoseGradientCancelsHaveAWiderTolerance() throws IOException {
        assertThat(compare(golden(), "simd"))
                .filteredOn(deviation -> deviation.tolerance() > GoldenComparison.TOLERANCE)
                .extracting(Deviation::quantity)
                .hasSize(8)
                .allMatch(quantity -> quantity.startsWith(STEPPED) && quantity.endsWith(" (gradient cancels)"));
    }

    @Test
    void everyQuantityOfTheFileIsCompared() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(golden())) {
            List<String> results = file.names().stream()
                    .filter(name -> !name.startsWith("weights/") && !INTEGERS.contains(name))
                    .filter(name -> !name.equals("images") && !name.equals("adamw/lr"))
                    .toList();
            assertThat(compare(golden(), "simd"))
                    .extracting(Deviation::quantity)
                    .containsAll(results);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "weights/blocks.1.mlp.fc1.bias",
                "weights/decoder_blocks.0.norm2.weight",
                "weights/pos_embed",
                "images"
            })
    void aChangedNumberShows(String changed) throws IOException {
        List<Deviation> deviations = compare(copyWithChanged(changed), "simd");

        assertThat(deviations)
                .filteredOn(deviation -> deviation.quantity().equals("mae/norm_pix/loss")
                        || deviation.quantity().startsWith("mae/plain/grad/blocks"))
                .hasSizeGreaterThan(20)
                .anyMatch(deviation -> !deviation.within(GoldenComparison.TOLERANCE));
    }

    @Test
    void anUnchangedCopyDeviatesAsTheOriginal() throws IOException {
        assertThat(compare(copyWithChanged("nothing"), "simd")).isEqualTo(compare(golden(), "simd"));
    }

    private Path copyWithChanged(String changed) throws IOException {
        Path copy = folder.resolve("copy.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(golden())) {
            SafetensorsWriter writer = new SafetensorsWriter();
            for (Map.Entry<String, String> entry : file.metadata().entrySet()) {
                writer.metadata(entry.getKey(), entry.getValue());
            }
            for (String name : file.names()) {
                if (INTEGERS.contains(name)) {
                    writer.ints(name, file.ints(name), file.shape(name));
                } else {
                    float[] values = file.floats(name);
                    values[values.length / 2] += name.equals(changed) ? 0.05f : 0;
                    writer.floats(name, values, file.shape(name));
                }
            }
            writer.writeTo(copy, Durability.CACHED);
        }
        return copy;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "simmim-relative, simd, 41",
        "simmim-relative, nd4j, 41",
        "simmim-absolute-amt, simd, 73",
        "simmim-absolute-amt, nd4j, 73"
    })
    void everyQuantityOfSimMimIsTheReferencesUpToRounding(String name, String choice, int quantities)
            throws IOException {
        assertThat(compare(golden(name), choice))
                .hasSize(quantities)
                .allSatisfy(deviation ->
                        assertThat(deviation.error()).as(deviation.quantity()).isLessThan(1e-5));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simmim-relative", "simmim-absolute-amt"})
    void everyQuantityOfAFileOfSimMimIsCompared(String name) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(golden(name))) {
            Set<String> inputs = Set.of("images", "simmim/mask_tokens", "amt/order_cells");
            assertThat(compare(golden(name), "simd"))
                    .extracting(Deviation::quantity)
                    .containsAll(file.names().stream()
                            .filter(each -> !each.startsWith("weights/") && !inputs.contains(each))
                            .toList());
        }
    }

    @Test
    void aFileOfSomethingElseIsRefusedByName() throws IOException {
        Path other = folder.resolve("other.safetensors");
        new SafetensorsWriter().floats("images", new float[48], 1, 3, 4, 4).writeTo(other, Durability.CACHED);

        assertThatThrownBy(() -> compare(other, "simd"))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("other.safetensors")
                .hasMessageContaining("embed_dim");
    }
}
