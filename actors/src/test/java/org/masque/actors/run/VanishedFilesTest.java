package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.BatchSchedule;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.StepReport;
import org.masque.model.data.SkipReason;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;
import org.masque.model.tensor.NoTensorLeaks;

/** Row 14 of the faults: image files that go away or change in the middle of an epoch. */
@ExtendWith(NoTensorLeaks.class)
class VanishedFilesTest {
    private static final int IMAGES = 64;
    private static final int SIDE = 32;
    // The third batch of the first epoch: the files go while it is asked for.
    private static final int BATCH = 2;
    private static final int NEVER = -1;

    private final RecordingObserver heard = new RecordingObserver();
    private final List<List<Integer>> asked = new CopyOnWriteArrayList<>();

    @TempDir
    private Path place;

    private Path images;
    private TinyRun run;
    private BatchSchedule schedule;

    @BeforeEach
    void writeImages() throws IOException {
        images = Files.createDirectories(place.resolve("images"));
        for (int id = 0; id < IMAGES; id++) {
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < SIDE; x++) {
                image.setRGB(x, x * id % SIDE, 0x010305 * (id + 1));
            }
            ImageIO.write(image, "png", file(id).toFile());
        }
        run = TinyRun.in(
                place.resolve("run"),
                "data.kind=folder",
                "data.path=" + images,
                "data.skipBudget=0.1",
                "data.loaders=1");
        schedule = RecipeParts.schedule(run.recipe(), IMAGES);
    }

    private Path file(int id) {
        return images.resolve(id + ".png");
    }

    private List<Integer> ids(long batch) {
        return IntStream.of(schedule.idsOfBatch(batch, schedule.order(schedule.epochOfBatch(batch))))
                .boxed()
                .toList();
    }

    /** The images, before whose loading of one batch something happens; all that is asked for is remembered. */
    private RunData before(long batch, Runnable event) {
        return RunData.open(run.recipe()).withViews(views -> new ViewSource() {
            @Override
            @MustBeClosed
            @SuppressWarnings("MustBeClosedChecker") // moved out
            public Views load(int epoch, int[] wanted) {
                List<Integer> list = IntStream.of(wanted).boxed().toList();
                asked.add(list);
                if (batch >= 0 && list.equals(ids(batch))) {
                    event.run();
                }
                return views.load(epoch, wanted);
            }
        });
    }

    private void deleteAndOverwrite(int gone, int changed) {
        try {
            Files.move(file(gone), place.resolve("elsewhere.png"));
            Files.write(file(changed), new byte[Math.toIntExact(Files.size(file(changed)))]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void assertStepsCountOnlyGoodImages(RecordingObserver observer, long from, long to, Set<Integer> bad) {
        assertThat(observer.steps.stream().map(StepReport::step))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(from, to).boxed().toList());
        for (StepReport step : observer.steps) {
            // What was read before they went was good.
            long missing = step.step() <= BATCH
                    ? 0
                    : ids(step.step() - 1).stream().filter(bad::contains).count();
            assertThat(step.samples()).as("step %d", step.step()).isEqualTo(Math.toIntExact(16 - missing));
        }
    }

    @Test
    void theyAreSkippedAndCountedAndEveryOtherImageIsTakenInItsTurn() throws IOException {
        int gone = ids(BATCH).get(3);
        int changed = ids(0).get(5);
        RunData data = before(BATCH, () -> deleteAndOverwrite(gone, changed));

        RunOutcome stop = run.runUntil(6, heard, data);

        assertThat(stop.end()).isEqualTo(End.STOPPED);
        assertStepsCountOnlyGoodImages(heard, 1, stop.steps(), Set.of(gone, changed));
        // The mapper meets them too, and the loader in batches that no step has taken yet.
        long vanished = data.skipped().count(SkipReason.VANISHED);
        long undecodable = data.skipped().count(SkipReason.UNDECODABLE);
        assertThat(vanished).isGreaterThan(met(gone, BATCH, stop.steps()));
        assertThat(undecodable).isGreaterThan(met(changed, BATCH, stop.steps()));
        assertThat(data.skipped().total()).isEqualTo(vanished + undecodable);
        assertBatchesFrom(0);

        // Fewer files would be other images (row 35), so it is put back; the other one stays as it is.
        Files.move(place.resolve("elsewhere.png"), file(gone));
        asked.clear();
        RecordingObserver resumed = new RecordingObserver();
        RunData rest = before(NEVER, () -> {});
        assertThat(run.run(resumed, rest)).isEqualTo(new RunOutcome(End.FINISHED, TinyRun.STEPS, ""));

        assertThat(resumed.starts).containsExactly(stop.steps());
        assertStepsCountOnlyGoodImages(resumed, stop.steps() + 1, TinyRun.STEPS, Set.of(changed));
        assertBatchesFrom(stop.steps());
        assertThat(asked).hasSize((int) (TinyRun.STEPS - stop.steps()));
        assertThat(rest.skipped().total())
                .isEqualTo(rest.skipped().count(SkipReason.UNDECODABLE))
                .isGreaterThan(met(changed, stop.steps(), TinyRun.STEPS));
    }

    private long met(int id, long from, long to) {
        return LongStream.range(from, to)
                .filter(batch -> ids(batch).contains(id))
                .count();
    }

    private void assertBatchesFrom(long first) {
        assertThat(asked).isNotEmpty();
        for (int i = 0; i < asked.size(); i++) {
            assertThat(asked.get(i)).as("batch %d", first + i).isEqualTo(ids(first + i));
        }
    }
}
