package org.masque.actors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.span.Span;
import org.masque.model.data.DataException;
import org.masque.model.kernels.Kernels;

/** Draws what a snapshot attends to, what is masked and what it predicts, on a thread of its own. */
public final class PicturePainter extends AbstractBehavior<PicturePainter.DrawPictures> {
    /** Draws a sheet of pictures; answered by {@link SideWork.PicturesDrawn}. */
    public record DrawPictures(WeightsSnapshot snapshot, long step, ActorRef<RunCoordinator.Command> replyTo)
            implements OwnedMessage {
        @Override
        public void close() {
            snapshot.close();
        }
    }

    /** Draws and writes one sheet. */
    @FunctionalInterface
    public interface Sheet {
        /** Draws the snapshot, borrowed, with kernels, borrowed; returns the file. */
        Path draw(WeightsSnapshot snapshot, long step, Kernels kernels) throws IOException;
    }

    private final Sheet sheet;
    private final Kernels kernels;

    private PicturePainter(ActorContext<DrawPictures> context, Sheet sheet, Kernels kernels) {
        super(context);
        this.sheet = sheet;
        this.kernels = kernels;
    }

    /**
     * A painter; spawn it on a pinned dispatcher.
     *
     * @param kernels opened on the painter's own thread
     */
    public static Behavior<DrawPictures> create(Sheet sheet, Supplier<Kernels> kernels) {
        return Behaviors.setup(context -> new PicturePainter(context, sheet, kernels.get()));
    }

    @Override
    public Receive<DrawPictures> createReceive() {
        return newReceiveBuilder()
                .onMessage(DrawPictures.class, this::onDrawPictures)
                .onSignal(PreRestart.class, signal -> free())
                .onSignal(PostStop.class, signal -> free())
                .build();
    }

    private Behavior<DrawPictures> onDrawPictures(DrawPictures message) {
        try (WeightsSnapshot snapshot = message.snapshot()) {
            Span.Pictures span = Span.begin(
                    new Span.Pictures(), getContext().getSelf().path().name(), message.step());
            Path file = sheet.draw(snapshot, message.step(), kernels);
            span.commit();
            message.replyTo().tell(new SideWork.PicturesDrawn(message.step(), file));
        } catch (IOException | DataException failure) {
            getContext().getLog().error("pictures could not be drawn", failure);
            message.replyTo().tell(new SideWork.Failed(Kind.PICTURES, String.valueOf(failure.getMessage())));
        }
        return this;
    }

    private Behavior<DrawPictures> free() {
        kernels.close();
        return this;
    }
}
