package org.masque.ops.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the actors of a run do at a moment: the content of {@code actors.json}.
 *
 * @param time of the snapshot, ISO 8601
 * @param phase {@code starting}, {@code training}, {@code finishing} behind the last step, {@code stopped} and so on
 * @param step steps so far
 * @param totalSteps of the run, 0 if not known yet
 * @param actors each kind once
 * @param queues what waits between them
 * @param devices what computes
 */
public record ActorsSnapshot(
        String time,
        String phase,
        long step,
        long totalSteps,
        List<ActorActivity> actors,
        List<Queue> queues,
        List<Device> devices) {
    /**
     * A kind of actor.
     *
     * @param name for instance {@code attention_mapper}
     * @param count how many of it
     * @param state {@code idle}, {@code working} or {@code ended}
     * @param detail for a person: at what it works
     * @param since seconds in this state; null if not measured
     * @param done pieces of work so far
     * @param lastSeconds how long the last took; null if none was done
     * @param restarts after failures
     */
    public record ActorActivity(
            String name,
            int count,
            String state,
            String detail,
            @Nullable Double since,
            long done,
            @Nullable Double lastSeconds,
            long restarts) {}

    /**
     * A queue.
     *
     * @param name what waits in it
     * @param depth how many
     * @param capacity at most
     */
    public record Queue(String name, int depth, int capacity) {}

    /**
     * What computes, averaged over the last steps.
     *
     * @param name of the device
     * @param workers on it
     * @param imagesPerSecond trained on
     * @param shares of a step's time, from 0 to 1, which add up to 1
     * @param tensorBytes that tensors hold outside the heap
     */
    public record Device(String name, int workers, double imagesPerSecond, Shares shares, long tensorBytes) {}

    /**
     * Where a step's time goes.
     *
     * @param forward from pixels to loss
     * @param backward from loss to gradients
     * @param reduce summing gradients
     * @param update the optimiser
     * @param dataWait without views
     * @param maskWait without states
     * @param rest messages between actors, snapshots of the weights, steps left out
     */
    public record Shares(
            double forward,
            double backward,
            double reduce,
            double update,
            double dataWait,
            double maskWait,
            double rest) {}
}
