package org.masque.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.masque.actors.SideWork.Kind;
import org.masque.model.kernels.AdamStep;
import org.masque.model.objective.ShardTrainer.Start;

/**
 * The actors that a coordinator works with, all of them its children.
 *
 * @param broker hands out batches
 * @param workers compute
 * @param mapper makes maps
 * @param evaluator evaluates features
 * @param checkpoints writes checkpoints
 * @param pictures draws pictures
 */
public record Crew(
        ActorRef<BatchBroker.Command> broker,
        List<ActorRef<DeviceWorker.Command>> workers,
        ActorRef<AttentionMapper.Command> mapper,
        ActorRef<Evaluator.Command> evaluator,
        ActorRef<CheckpointWriter.Command> checkpoints,
        ActorRef<PicturePainter.DrawPictures> pictures) {
    /** Everyone: a run cannot go on without any of them, since each may hold a request that would never be answered. */
    List<ActorRef<?>> all() {
        List<ActorRef<?>> all = new ArrayList<>(workers);
        all.addAll(List.of(broker, mapper, evaluator, checkpoints, pictures));
        return all;
    }

    /** The work beside training that an actor does, if it is one of those. */
    Optional<Kind> kindOf(ActorRef<?> actor) {
        Map<ActorRef<?>, Kind> kinds = Map.of(
                mapper,
                Kind.REFRESH,
                evaluator,
                Kind.EVALUATION,
                checkpoints,
                Kind.CHECKPOINT,
                pictures,
                Kind.PICTURES);
        return Optional.ofNullable(kinds.get(actor));
    }

    /** What the end of one of them says of itself. */
    static String reasonOf(Terminated signal) {
        String name = signal.getRef().path().name();
        return signal instanceof ChildFailed failed ? name + " failed: " + failed.getCause() : name + " ended";
    }

    /** Says whether the data or a device are lost with an actor, if either. */
    void tellOfTheEnd(ActorRef<?> actor, String reason, TrainingObserver observer) {
        if (broker.path().equals(actor.path())) {
            observer.dataFailed(reason);
        } else if (kindOf(actor).isEmpty()) {
            observer.deviceFailed(reason);
        }
    }

    /** Gives every worker its shard of a batch, with a claim of its own. */
    void computeShards(HostBatch batch, float scale, Start start) {
        for (int i = 0; i < workers.size(); i++) {
            int from = batch.size() * i / workers.size();
            int to = batch.size() * (i + 1) / workers.size();
            workers.get(i).tell(new DeviceWorker.ComputeShard(batch.retain(), from, to, scale, start));
        }
    }

    void reduceSlices() {
        workers.forEach(worker -> worker.tell(new DeviceWorker.ReduceSlice()));
    }

    void updateSlices(AdamStep step, float gradientScale, int epoch) {
        workers.forEach(worker -> worker.tell(new DeviceWorker.UpdateSlice(step, gradientScale, epoch)));
    }
}
