package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

/** Files written by the format's reference implementation, where they are at hand. */
@ExtendWith(NoTensorLeaks.class)
class GoldenSafetensorsTest {
    @TempDir
    private Path folder;

    private static Path golden(String name) {
        Path found = Stream.of(System.getProperty("masque.shared", "../shared"), "../shared", "../../shared")
                .map(shared -> Path.of(shared, "golden", name))
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of("absent"));
        assumeTrue(Files.exists(found), "no golden files here");
        return found;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"mae-small", "simmim-relative", "simmim-absolute-amt"})
    void aGoldenFileIsSoundAndFinite(String name) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(golden(name + ".safetensors"))) {
            assertThat(file.names()).contains("images");
            assertThat(file.metadata()).containsEntry("depth", "2").containsEntry("img_size", "32");
            file.requireFinite();
        }
    }

    @Test
    void shapesAndIndicesAreThoseOfTheReference() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(golden("mae-small.safetensors"))) {
            assertThat(file.shape("weights/patch_embed.proj.weight")).containsExactly(48, 3, 8, 8);
            assertThat(file.shape("images")).containsExactly(4, 3, 32, 32);
            int[] shuffle = file.ints("ids_shuffle");
            for (int image = 0; image < 4; image++) {
                assertThat(Arrays.copyOfRange(shuffle, 16 * image, 16 * image + 16))
                        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            }
        }
    }

    @Test
    void everyTensorSurvivesBeingReadAndWritten() throws IOException {
        Path copy = folder.resolve("copy.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(golden("mae-small.safetensors"))) {
            SafetensorsWriter writer = new SafetensorsWriter();
            for (String name : file.names()) {
                if (name.startsWith("weights/")) {
                    writer.floats(name, file.floats(name), file.shape(name));
                }
            }
            writer.writeTo(copy, Durability.CACHED);
            try (SafetensorsFile again = SafetensorsFile.open(copy);
                    TensorRef target = TensorRef.zeros(48, 192)) {
                for (String name : again.names()) {
                    assertThat(again.floats(name)).isEqualTo(file.floats(name));
                }
                again.readInto("weights/patch_embed.proj.weight", target.tensor());
                assertThat(target.tensor().toArray()).isEqualTo(file.floats("weights/patch_embed.proj.weight"));
            }
        }
    }
}
