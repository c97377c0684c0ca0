package org.masque.actors;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

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
        ActorRef<CheckpointWriter.WriteCheckpoint> checkpoints,
        ActorRef<PicturePainter.DrawPictures> pictures) {
    /** Everyone: a run cannot go on without any of them, since each may hold a request that would never be answered. */
    List<ActorRef<?>> all() {
        List<ActorRef<?>> all = new ArrayList<>(workers);
        all.addAll(List.of(broker, mapper, evaluator, checkpoints, pictures));
        return all;
    }
}
