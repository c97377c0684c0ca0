package org.masque.actors.cluster;

import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.ReachabilityEvent;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Turns what the cluster says of its members into {@link RunDirectory.MemberChanged}. */
final class MembershipListener {
    private MembershipListener() {}

    /** Makes the cluster tell an actor, beginning with the members there are. */
    static void subscribe(ActorContext<RunDirectory.Command> context) {
        Cluster cluster = Cluster.get(context.getSystem());
        cluster.subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(MemberEvent.class, event -> changed(event.member(), state(event))),
                        MemberEvent.class));
        cluster.subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(ReachabilityEvent.class, event -> changed(event.member(), state(event))),
                        ReachabilityEvent.class));
    }

    private static RunDirectory.MemberChanged changed(Member member, MemberState state) {
        return new RunDirectory.MemberChanged(
                member.address().toString(), member.uniqueAddress().longUid(), state);
    }

    private static MemberState state(MemberEvent event) {
        if (event instanceof MemberRemoved removed) {
            // A cluster that this node itself falls out of removes all others, whatever they were.
            return removed.previousStatus().equals(MemberStatus.exiting()) ? MemberState.LEFT : MemberState.LOST;
        }
        return event instanceof MemberDowned ? MemberState.LOST : state(event.member());
    }

    private static MemberState state(ReachabilityEvent event) {
        return event instanceof UnreachableMember ? MemberState.UNREACHABLE : state(event.member());
    }

    private static MemberState state(Member member) {
        MemberStatus status = member.status();
        if (status.equals(MemberStatus.up())) {
            return MemberState.UP;
        }
        if (status.equals(MemberStatus.leaving()) || status.equals(MemberStatus.exiting())) {
            return MemberState.LEAVING;
        }
        return status.equals(MemberStatus.down()) ? MemberState.LOST : MemberState.JOINING;
    }
}
