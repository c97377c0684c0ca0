package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.masking.PatchGrid;
import org.masque.model.picture.PictureColumn;
import org.masque.model.picture.PictureRow;
import org.masque.model.picture.Pixels;

class PictureFramesTest {
    @TempDir
    private Path folder;

    private void write(long step, int... ids) throws IOException {
        Pixels grey = new Pixels(8, 8, new float[3 * 8 * 8]);
        PictureRow row = new PictureRow("house", grey, new PatchGrid(2, 2), new float[4], new byte[4], grey, null);
        new PictureFrames(folder, ids, 240).write(step, PictureColumn.usual(), List.of(row));
    }

    private List<String> frames() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("frame-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theSameImagesAreOneFilmOverSeveralStarts() throws IOException {
        write(1, 3, 7);
        write(2, 3, 7);

        assertThat(frames()).containsExactly("frame-0000001.png", "frame-0000002.png");
        JsonNode samples =
                new ObjectMapper().readTree(folder.resolve("samples.json").toFile());
        assertThat(samples.get("images")).hasToString("[3,7]");
        assertThat(samples.get("labels")).hasToString("[\"house\"]");
    }

    @Test
    void framesOfOtherImagesUnderTheSameNamesAreRemoved() throws IOException {
        write(1, 3, 7);
        write(2, 4, 7);

        assertThat(frames()).containsExactly("frame-0000002.png");
    }
}
