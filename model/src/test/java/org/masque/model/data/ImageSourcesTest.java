package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourcesTest {
    @TempDir
    Path place;

    @Test
    void theKindIsGuessedFromTheFiles() throws Exception {
        SampleImages.write(place.resolve("outer/cifar-10-batches-bin/data_batch_1.bin"), new byte[1]);

        assertThat(ImageSources.kindOf(place.resolve("outer"))).isEqualTo(SourceKind.CIFAR10);
        assertThat(ImageSources.kindOf(place.resolve("outer/cifar-10-batches-bin")))
                .isEqualTo(SourceKind.CIFAR10);
        assertThat(ImageSources.kindOf(Path.of("x/CIFAR.tar.gz"))).isEqualTo(SourceKind.CIFAR10);
        assertThat(ImageSources.kindOf(Path.of("x/pets.zip"))).isEqualTo(SourceKind.IMAGES);
        assertThat(ImageSources.kindOf(place)).isEqualTo(SourceKind.IMAGES);
    }

    @Test
    void aPathThatIsNotThereIsNamed() {
        Path nowhere = place.resolve("nowhere");

        assertThatThrownBy(() -> ImageSources.open(SourceKind.IMAGES, nowhere, Split.TRAIN, 100)
                        .close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining(nowhere + " does not exist");
    }

    @Test
    void anArchiveOfAnotherKindIsRefusedWithTheRemedy() throws Exception {
        Path archive = Files.write(place.resolve("images.rar"), new byte[3]);

        assertThatThrownBy(() -> ImageSources.open(SourceKind.IMAGES, archive, Split.TRAIN, 100)
                        .close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("pack the images into a .zip");
    }
}
