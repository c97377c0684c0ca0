package org.masque.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.actors.cluster.DirectoryMessage.ClusterTold;

class ReunionTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final AtomicLong time = new AtomicLong();
    private final List<ClusterTold> gaveWayTo = new ArrayList<>();

    private Reunion reunion(String self, String... expected) {
        return new Reunion(self, List.of(expected), gaveWayTo::add, time::get);
    }

    private static NodeView node(String address, MemberState state) {
        return new NodeView(address, address, 1, state, 0, List.of());
    }

    private static ClusterTold told(String... members) {
        return new ClusterTold(new NodeIdentity(members[0], members[0], 1), List.of(members));
    }

    private List<String> dueAfter(Reunion reunion, Duration pause, List<NodeView> nodes) {
        time.addAndGet(pause.toNanos());
        return reunion.due(nodes);
    }

    @Test
    void whoIsLostOrWasExpectedIsLookedForAndWhoIsThereOrLeftIsNot() {
        Reunion reunion = reunion("a", "a", "b", "e");
        List<NodeView> nodes =
                List.of(node("b", MemberState.UP), node("c", MemberState.LOST), node("d", MemberState.LEFT));

        assertThat(reunion.due(nodes)).isEmpty();
        assertThat(dueAfter(reunion, LONG, nodes)).containsExactly("c", "e");
    }

    @Test
    void pausesBecomeLongerUpToAMinuteAndANewLossBeginsAgain() {
        Reunion reunion = reunion("a");
        List<NodeView> one = List.of(node("b", MemberState.LOST));
        List<NodeView> two = List.of(node("b", MemberState.LOST), node("c", MemberState.LOST));
        assertThat(reunion.due(one)).isEmpty();

        for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
            assertThat(dueAfter(reunion, Duration.ofSeconds(seconds).minusNanos(1), one))
                    .isEmpty();
            assertThat(dueAfter(reunion, Duration.ofNanos(1), one)).containsExactly("b");
        }

        assertThat(reunion.due(two)).isEmpty();
        assertThat(dueAfter(reunion, Duration.ofSeconds(5), two)).containsExactly("b", "c");
    }

    @Test
    void whoIsNoMemberItselfBeginsToCountWhenItIsOne() {
        Reunion reunion = reunion("a", "b");
        assertThat(reunion.due(List.of())).isEmpty();
        reunion.notNow();

        assertThat(dueAfter(reunion, LONG, List.of())).isEmpty();
        assertThat(dueAfter(reunion, LONG, List.of())).containsExactly("b");
    }

    // Members of this cluster, of that of the other, and whether this one gives way.
    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "a, b c, true", // greater
        "b c, a, false",
        "a b c, d e, false",
        "a, b, false", // as great, and the lowest address is here
        "b, a, true",
        "c d, a b, true",
        "a, b c a, false", // on the way here already
        "a, '', false"
    })
    void theSmallerSideGivesWay(String here, String there, boolean givesWay) {
        String[] ours = here.split(" ");
        String[] theirs = there.split(" ");
        List<NodeView> nodes = new ArrayList<>();
        Arrays.stream(ours).skip(1).forEach(each -> nodes.add(node(each, MemberState.UP)));
        nodes.add(node("lost", MemberState.LOST));
        Reunion reunion = reunion(ours[0]);
        reunion.asks("z");

        reunion.told(
                new ClusterTold(new NodeIdentity("z", "z", 1), there.isEmpty() ? List.of() : List.of(theirs)), nodes);

        assertThat(gaveWayTo).hasSize(givesWay ? 1 : 0);
    }

    @Test
    void onlyAnAnswerCountsAndOnlyOnce() {
        Reunion reunion = reunion("a");
        reunion.told(told("b", "c"), List.of());
        assertThat(gaveWayTo).isEmpty();

        reunion.asks("b");
        reunion.asks("c");
        reunion.told(told("b", "c"), List.of());
        reunion.told(told("c", "b"), List.of());

        assertThat(gaveWayTo).containsExactly(told("b", "c"));
        List<NodeView> lost = List.of(node("b", MemberState.LOST));
        assertThat(reunion.due(lost)).isEmpty();
        assertThat(dueAfter(reunion, LONG, lost)).isEmpty();
    }

    @Test
    void aStrangerIsToldNothing() {
        Reunion reunion = reunion("a", "b");

        assertThat(reunion.knows("b", List.of())).isTrue();
        assertThat(reunion.knows("c", List.of(node("c", MemberState.LOST)))).isTrue();
        assertThat(reunion.knows("x", List.of(node("c", MemberState.LOST)))).isFalse();
    }
}
