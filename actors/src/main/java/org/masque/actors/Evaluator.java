package org.masque.actors;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.span.Span;
import org.masque.model.data.DataException;
import org.masque.model.kernels.Kernels;
import org.masque.model.probe.EncoderFeatures;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.SnapshotEvaluation;
import org.masque.model.vit.Weights;

/**
 * Evaluates snapshots on a thread of its own: nearest neighbours and a linear classifier, beside the untrained network
 * where that is wanted.
 *
 * <p>The untrained network is made from the seed when it is first needed, and evaluated once, unless its figures are
 * known. Data that cannot be used are replies: the run's data are bad, and this request failed; any other failure ends
 * the evaluation, and supervision starts the evaluator again.
 */
public final class Evaluator extends AbstractBehavior<Evaluator.Command> {
    /** What the evaluator understands. */
    public sealed interface Command {}

    /** Evaluates the features of a snapshot; answered by {@link SideWork.FeaturesEvaluated}. One at a time. */
    public record EvaluateFeatures(WeightsSnapshot snapshot, ActorRef<RunCoordinator.Command> replyTo)
            implements Command, OwnedMessage {
        @Override
        public void close() {
            snapshot.close();
        }
    }

    private record EvaluateNextPiece() implements Command {}

    /**
     * What is evaluated how.
     *
     * @param kernels opened on the evaluator's own thread
     * @param protocol made on the evaluator's own thread, on first use
     * @param untrained of the network before training; null where its figures are not wanted
     * @param turns taken for each piece
     */
    public record Settings(
            Supplier<Kernels> kernels,
            Supplier<SnapshotEvaluation.Protocol> protocol,
            @Nullable Baseline untrained,
            SideTurns turns) {}

    /** The figures of the network before training, which do not change while a run goes on. */
    public interface Baseline {
        /** Those of an earlier evaluation, if they are still right. */
        Optional<List<EvaluationReport>> known();

        /** The network as it was before training; owned by the caller. */
        @MustBeClosed
        Weights network();

        /** They were evaluated. */
        void found(List<EvaluationReport> reports);
    }

    private final Settings settings;
    private final Kernels kernels;
    private SnapshotEvaluation.@Nullable Protocol protocol;
    private @Nullable List<EvaluationReport> untrained;
    private @Nullable EvaluateFeatures request;
    private @Nullable NetworkInHand inHand;

    // Owns its weights, scratch memory and collected features.
    private static final class NetworkInHand implements AutoCloseable {
        private final Weights weights;
        private final EncoderFeatures features;
        private final SnapshotEvaluation evaluation;

        @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
        NetworkInHand(Weights weights, SnapshotEvaluation.Protocol protocol, Kernels kernels) {
            this.weights = weights;
            this.features = new EncoderFeatures(weights, kernels, protocol.block());
            this.evaluation = new SnapshotEvaluation(protocol, features);
        }

        @Override
        public void close() {
            evaluation.close();
            features.close();
            weights.close();
        }
    }

    private Evaluator(ActorContext<Command> context, Settings settings) {
        super(context);
        this.settings = settings;
        this.kernels = settings.kernels().get();
        this.untrained = settings.untrained() == null ? List.of() : null;
    }

    /** An evaluator; spawn it on a pinned dispatcher. */
    public static Behavior<Command> create(Settings settings) {
        return Behaviors.setup(context -> new Evaluator(context, settings));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(EvaluateFeatures.class, this::onEvaluateFeatures)
                .onMessage(EvaluateNextPiece.class, message -> onEvaluateNextPiece())
                .onSignal(PreRestart.class, signal -> free())
                .onSignal(PostStop.class, signal -> free())
                .build();
    }

    private Behavior<Command> onEvaluateFeatures(EvaluateFeatures message) {
        request = message;
        getContext().getSelf().tell(new EvaluateNextPiece());
        return this;
    }

    private Behavior<Command> onEvaluateNextPiece() {
        EvaluateFeatures current = request;
        if (current == null) {
            return this;
        }
        String name = getContext().getSelf().path().name();
        Span.Evaluation span =
                Span.begin(new Span.Evaluation(), name, current.snapshot().version());
        try {
            if (settings.turns().take(() -> advance(current))) {
                span.commit();
                current.replyTo().tell(new SideWork.Advanced(Kind.EVALUATION, stage()));
                getContext().getSelf().tell(new EvaluateNextPiece());
                return this;
            }
        } catch (DataException rejected) {
            String reason = String.valueOf(rejected.getMessage());
            current.replyTo().tell(new RunCoordinator.DataRejected(reason));
            current.replyTo().tell(new SideWork.Failed(Kind.EVALUATION, reason));
        }
        finish();
        return this;
    }

    // First the untrained network, if its figures are missing, then the snapshot.
    @SuppressWarnings("MustBeClosedChecker") // the network in hand owns the claim
    private boolean advance(EvaluateFeatures current) {
        if (inHand == null) {
            Baseline missing = missing();
            inHand = begin(missing == null ? current.snapshot().weights().retain() : missing.network());
        }
        if (inHand.evaluation.advance()) {
            return true;
        }
        List<EvaluationReport> reports = inHand.evaluation.reports();
        inHand.close();
        inHand = null;
        Baseline baseline = settings.untrained();
        List<EvaluationReport> before = untrained;
        if (before == null && baseline != null) {
            untrained = reports;
            baseline.found(reports);
            return true;
        }
        WeightsSnapshot snapshot = current.snapshot();
        current.replyTo()
                .tell(new SideWork.FeaturesEvaluated(
                        snapshot.version(), snapshot.epoch(), reports, before == null ? List.of() : before));
        return false;
    }

    // Between two networks none is in hand.
    private WorkStage stage() {
        String name = untrained == null ? "evaluation (untrained)" : "evaluation";
        if (inHand == null) {
            return new WorkStage(name, 0, 0, "");
        }
        SnapshotEvaluation.Stage stage = inHand.evaluation.stage();
        return new WorkStage(name + ": " + stage.name(), stage.done(), stage.all(), stage.unit());
    }

    // What is still to be evaluated; null once the figures are known, or where they are not wanted.
    private @Nullable Baseline missing() {
        Baseline baseline = settings.untrained();
        if (untrained == null && baseline != null) {
            untrained = baseline.known().orElse(null);
        }
        return untrained == null ? baseline : null;
    }

    @SuppressWarnings("MustBeClosedChecker") // a field that finish() and PostStop close
    private NetworkInHand begin(Weights weights) {
        if (protocol == null) {
            protocol = settings.protocol().get();
        }
        return new NetworkInHand(weights, protocol, kernels);
    }

    private void finish() {
        if (inHand != null) {
            inHand.close();
            inHand = null;
        }
        if (request != null) {
            request.close();
            request = null;
        }
    }

    private Behavior<Command> free() {
        finish();
        kernels.close();
        return this;
    }
}
