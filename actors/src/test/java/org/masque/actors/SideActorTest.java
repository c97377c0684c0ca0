package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.actors.SideWork.Kind;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.objective.TrainingState;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.vit.Weights;

/** Painter and writer, which fail on purpose, under supervision. */
@ExtendWith(NoTensorLeaks.class)
class SideActorTest {
    private final ActorTestKit kit = ActorKits.open();
    private final TestProbe<RunCoordinator.Command> coordinator = kit.createTestProbe();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    private <T> ActorRef<T> spawn(Kind kind, Class<T> messages, Behavior<T> behavior) {
        return kit.spawn(
                SideActor.supervised(kind, messages, coordinator.getRef(), ActorKits.RESTARTS, behavior),
                DispatcherSelector.fromConfig("masque.pinned-dispatcher"));
    }

    private ActorRef<PicturePainter.DrawPictures> painter(PicturePainter.Sheet sheet) {
        return spawn(
                Kind.PICTURES,
                PicturePainter.DrawPictures.class,
                PicturePainter.create(sheet, () -> KernelsProvider.open("auto")));
    }

    @SuppressWarnings("MustBeClosedChecker") // moved to the painter
    private PicturePainter.DrawPictures pictures() {
        return new PicturePainter.DrawPictures(
                new WeightsSnapshot(Weights.zeros(TinyNetwork.SHAPE), 5, 1), 7, coordinator.getRef());
    }

    private ActorRef<CheckpointWriter.Command> writer(CheckpointWriter.Storage storage) {
        return spawn(
                Kind.CHECKPOINT,
                CheckpointWriter.Command.class,
                CheckpointWriter.create(storage, (latest, state) -> RunCursor.START));
    }

    @SuppressWarnings("MustBeClosedChecker") // moved to the writer
    private CheckpointWriter.WriteCheckpoint checkpoint() {
        try (TrainingState state = new TrainingState(Weights.zeros(TinyNetwork.SHAPE), 0, 1)) {
            return new CheckpointWriter.WriteCheckpoint(
                    CheckpointSnapshot.of(state, new RunCursor(9, 8, -1)), coordinator.getRef());
        }
    }

    // --- the painter

    @Test
    void aPainterAnswersWithItsFileAndFreesTheSnapshot() {
        ActorRef<PicturePainter.DrawPictures> painter = painter((snapshot, step, kernels) -> {
            assertThat(snapshot.version()).isEqualTo(5);
            return Path.of("step-" + step + ".png");
        });
        painter.tell(pictures());

        assertThat(coordinator.expectMessageClass(SideWork.PicturesDrawn.class))
                .isEqualTo(new SideWork.PicturesDrawn(7, Path.of("step-7.png")));
        kit.stop(painter);
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void aDiskThatIsFullIsAnAnswerOfThePainter() {
        ActorRef<PicturePainter.DrawPictures> painter = painter((snapshot, step, kernels) -> {
            throw new IOException("no space left");
        });
        painter.tell(pictures());

        assertThat(coordinator.expectMessageClass(SideWork.Failed.class))
                .isEqualTo(new SideWork.Failed(Kind.PICTURES, "no space left"));
        kit.stop(painter);
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void aPainterThatFailsIsBackWithOtherKernelsAndDrawsTheNext() {
        AtomicInteger sheets = new AtomicInteger();
        AtomicInteger kernelsOpened = new AtomicInteger();
        PicturePainter.Sheet firstFails = (snapshot, step, kernels) -> {
            if (sheets.incrementAndGet() == 1) {
                throw new IllegalStateException("no font");
            }
            return Path.of("sheet.png");
        };
        ActorRef<PicturePainter.DrawPictures> painter = spawn(
                Kind.PICTURES,
                PicturePainter.DrawPictures.class,
                PicturePainter.create(firstFails, () -> opened(kernelsOpened)));
        painter.tell(pictures());

        assertThat(coordinator.expectMessageClass(SideWork.Restarted.class))
                .isEqualTo(new SideWork.Restarted(Kind.PICTURES, "java.lang.IllegalStateException: no font"));
        ActorKits.assertThatOnlyKernelsHoldMemory();
        painter.tell(pictures());
        coordinator.expectMessageClass(SideWork.PicturesDrawn.class);
        assertThat(kernelsOpened).hasValue(2);
        kit.stop(painter);
    }

    private static Kernels opened(AtomicInteger count) {
        count.incrementAndGet();
        return KernelsProvider.open("auto");
    }

    // --- the writer

    @Test
    void aDiskThatIsFullIsAnAnswerOfTheWriterWithItsStage() {
        ActorRef<CheckpointWriter.Command> writer = writer(snapshot -> {
            throw new IOException("no space left");
        });
        writer.tell(checkpoint());

        assertThat(coordinator.expectMessageClass(SideWork.CheckpointFailed.class))
                .isEqualTo(new SideWork.CheckpointFailed(SaveStage.STARTED, "no space left"));
        kit.stop(writer);
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void aWriterThatFailsIsBackAndWritesTheNext() {
        AtomicInteger writes = new AtomicInteger();
        ActorRef<CheckpointWriter.Command> writer = writer(snapshot -> {
            if (writes.incrementAndGet() == 1) {
                throw new NullPointerException();
            }
            return new CheckpointWriter.Stored(Path.of("step-9"), 3);
        });
        writer.tell(checkpoint());
        assertThat(coordinator.expectMessageClass(SideWork.Restarted.class))
                .isEqualTo(new SideWork.Restarted(Kind.CHECKPOINT, "java.lang.NullPointerException"));
        writer.tell(checkpoint());

        assertThat(coordinator
                        .expectMessageClass(SideWork.CheckpointWritten.class)
                        .step())
                .isEqualTo(9);
        kit.stop(writer);
        assertThat(TensorLedger.live()).isZero();
    }

    // --- the limits

    @Test
    void oneThatFailsTooOftenInARowEnds() {
        ActorRef<PicturePainter.DrawPictures> painter = painter((snapshot, step, kernels) -> {
            throw new IllegalStateException("no font");
        });
        for (int i = 0; i < ActorKits.RESTARTS.most(); i++) {
            painter.tell(pictures());
            coordinator.expectMessageClass(SideWork.Restarted.class);
        }
        painter.tell(pictures());

        kit.createTestProbe().expectTerminated(painter);
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void anErrorEndsItAtOnceAndFreesWhatItHeld() {
        ActorRef<PicturePainter.DrawPictures> painter = painter((snapshot, step, kernels) -> {
            throw new AssertionError("on purpose");
        });
        painter.tell(pictures());

        kit.createTestProbe().expectTerminated(painter);
        assertThat(TensorLedger.live()).isZero();
    }
}
