package org.masque.actors;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.masque.actors.span.Span;
import org.masque.masking.ViewGeometry;

/** Plans the patch states of one batch at a time for the broker. */
public final class MaskPlanner {
    private final StatePlanner planner;
    private final ActorRef<BatchBroker.Command> broker;
    private final ActorRef<PlanStates> self;

    /**
     * Asks for the states of one batch.
     *
     * @param batch its number
     * @param epoch 0-based
     * @param ids sample ids
     * @param geometries how each view was cut
     */
    record PlanStates(long batch, int epoch, int[] ids, ViewGeometry[] geometries) {}

    private MaskPlanner(StatePlanner planner, ActorRef<BatchBroker.Command> broker, ActorRef<PlanStates> self) {
        this.planner = planner;
        this.broker = broker;
        this.self = self;
    }

    /** A planner that reports for work now, and again whenever supervision has restarted it. */
    static Behavior<PlanStates> create(StatePlanner planner, ActorRef<BatchBroker.Command> broker) {
        return Behaviors.setup(context -> {
            broker.tell(new BatchBroker.PlannerIdle(context.getSelf()));
            MaskPlanner mask = new MaskPlanner(planner, broker, context.getSelf());
            return Behaviors.receive(PlanStates.class)
                    .onMessage(PlanStates.class, mask::onPlanStates)
                    .build();
        });
    }

    private Behavior<PlanStates> onPlanStates(PlanStates message) {
        Span.Plan span = Span.begin(new Span.Plan(), self.path().name(), message.batch());
        byte[][] states = planner.plan(message.batch(), message.epoch(), message.ids(), message.geometries());
        span.commit();
        broker.tell(new BatchBroker.StatesPlanned(self, message.batch(), states));
        return Behaviors.same();
    }
}
