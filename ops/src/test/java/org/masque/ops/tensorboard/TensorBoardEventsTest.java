package org.masque.ops.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.actors.StepReport;
import org.masque.masking.StateCounts;
import org.masque.ops.tensorboard.EventFile.Message;

class TensorBoardEventsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_500L), ZoneOffset.UTC);
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;

    @TempDir
    private Path folder;

    private static StepReport step(long step) {
        return new StepReport(
                step,
                300,
                1,
                0.75,
                1e-3,
                2.5,
                16,
                new StateCounts(1, 2, 1),
                3,
                1,
                new StepReport.Times(500_000_000, 50_000_000, 25_000_000, 0, 0, 0, 0));
    }

    private List<Message> written() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            assertThat(all.get(0).getFileName().toString()).contains("tfevents");
            return EventFile.read(all.get(0));
        }
    }

    @Test
    void aStepComesBackUnderItsTags() throws IOException {
        try (TensorBoardEvents events = TensorBoardEvents.in(folder, CLOCK)) {
            events.runStarted(4, 300, 10);
            events.stepApplied(step(5));
        }

        List<Message> all = written();
        assertThat(all).hasSize(3);
        assertThat(all.get(0).text(FILE_VERSION)).isEqualTo("brain.Event:2");
        assertThat(all).allMatch(each -> each.one(WALL_TIME).equals(1_700_000_000.5));
        // A start after step 4 makes TensorBoard forget what it knew of later steps.
        assertThat(all.get(1).one(STEP)).isEqualTo(4L);
        assertThat(all.get(1).message(SESSION_LOG).one(1)).isEqualTo(1L);
        assertThat(all.get(2).one(STEP)).isEqualTo(5L);
        List<Message> values = all.get(2).message(SUMMARY).messages(1);
        assertThat(values)
                .map(value -> value.text(1) + " " + value.one(2))
                .contains(
                        "train/loss 0.75",
                        "masks/masked 0.5",
                        "masks/map_age_epochs 3.0",
                        "train/images_per_second 32.0");
        assertThat(values.stream()
                        .filter(value -> value.text(1).equals("train/data_wait_ratio"))
                        .map(value -> ((Float) value.one(2)).doubleValue()))
                .singleElement()
                .satisfies(ratio -> assertThat(ratio).isCloseTo(0.1, within(1e-7)));
    }

    @Test
    void aSheetOfPicturesComesBackWithItsSize() throws IOException {
        Path png = folder.resolveSibling(folder.getFileName() + "-sheet.png");
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
        try (TensorBoardEvents events = TensorBoardEvents.in(folder, CLOCK)) {
            events.picturesDrawn(7, png);
        }

        Message value = written().get(1).message(SUMMARY).messages(1).get(0);
        assertThat(value.text(1)).isEqualTo("pictures");
        Message image = value.message(4);
        assertThat(image.one(1)).isEqualTo(20L);
        assertThat(image.one(2)).isEqualTo(30L);
        assertThat((byte[]) image.one(4)).isEqualTo(Files.readAllBytes(png));
        Files.delete(png);
    }

    @Test
    void aPictureThatIsGoneCostsNothingElse() throws IOException {
        try (TensorBoardEvents events = TensorBoardEvents.in(folder, CLOCK)) {
            events.picturesDrawn(7, folder.resolve("none.png"));
            events.stepApplied(step(8));
        }

        assertThat(written()).hasSize(2);
    }

    @ParameterizedTest(name = "a run of {0} steps: {1} points")
    @CsvSource({"300, 300", "10000, 300", "30000, 100", "1000000, 3"})
    void aLongRunHasFewerPointsThanSteps(long total, int points) throws IOException {
        try (TensorBoardEvents events = TensorBoardEvents.in(folder, CLOCK)) {
            events.runStarted(0, total, 10);
            for (long step = 1; step <= 300; step++) {
                events.stepApplied(step(step));
            }
        }

        assertThat(written()).hasSize(points + 2);
    }
}
