package org.masque.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.actors.cluster.DirectoryMessage.RunsPublished;

/** What is believed of other nodes, and whom. */
class KnownNodesTest {
    private static final String HERE = "pekko://masque@127.0.0.1:1";
    private static final String THERE = "pekko://masque@127.0.0.1:2";
    private static final String ELSEWHERE = "pekko://masque@127.0.0.1:3";
    private static final NodeIdentity SELF = new NodeIdentity("a", HERE, 5);

    private final KnownNodes nodes = new KnownNodes();

    private static NodeIdentity there(long generation) {
        return new NodeIdentity("b", THERE, generation);
    }

    private static RunsPublished told(NodeIdentity from, long revision, String... names) {
        return new RunsPublished(
                from,
                revision,
                0,
                List.of(names).stream()
                        .map(name -> new RunReport(name, "/runs", "running", ""))
                        .toList());
    }

    private List<String> runs() {
        return nodes.views().stream()
                .flatMap(view -> view.runs().stream())
                .map(RunReport::name)
                .toList();
    }

    @Test
    void aStrangerIsNotListenedTo() {
        assertThat(nodes.listensTo(there(1), SELF)).isFalse();
        nodes.memberIs(THERE, 10, MemberState.UP);
        assertThat(nodes.listensTo(there(1), SELF)).isTrue();
        nodes.memberIs(THERE, 10, MemberState.LOST);
        assertThat(nodes.listensTo(there(1), SELF)).isFalse();
    }

    @Test
    void anOlderRevisionOrGenerationIsNotBelieved() {
        nodes.memberIs(THERE, 10, MemberState.UP);
        nodes.published(told(there(2), 7, "new"));
        nodes.published(told(there(2), 6, "old"));
        nodes.published(told(there(1), 99, "older"));
        assertThat(runs()).containsExactly("new");

        nodes.published(told(there(3), 1, "newest"));
        assertThat(runs()).containsExactly("newest");
        assertThat(nodes.views().get(0).generation()).isEqualTo(3);
    }

    @Test
    void ofTwoThatClaimOneNameTheOlderIsNotListenedTo() {
        nodes.memberIs(THERE, 10, MemberState.UP);
        nodes.memberIs(ELSEWHERE, 11, MemberState.UP);
        nodes.published(told(there(4), 1, "run"));

        assertThat(nodes.listensTo(new NodeIdentity("b", ELSEWHERE, 3), SELF)).isFalse();
        assertThat(nodes.listensTo(new NodeIdentity("b", ELSEWHERE, 5), SELF)).isTrue();
        assertThat(nodes.listensTo(new NodeIdentity("a", ELSEWHERE, 9), SELF)).isFalse();
    }

    @Test
    void aNodeThatMovedIsOneNode() {
        nodes.memberIs(THERE, 10, MemberState.LOST);
        nodes.memberIs(ELSEWHERE, 11, MemberState.UP);
        nodes.memberIs(THERE, 10, MemberState.UP);
        nodes.published(told(there(1), 1, "run"));
        nodes.published(told(new NodeIdentity("b", ELSEWHERE, 2), 1, "run"));

        assertThat(runs()).containsExactly("run");
    }

    @Test
    void theEndOfAnEarlierStartIsNotTheEndOfTheNext() {
        nodes.memberIs(THERE, 10, MemberState.UP);
        nodes.memberIs(THERE, 11, MemberState.JOINING);
        nodes.memberIs(THERE, 10, MemberState.LOST);

        assertThat(nodes.views().get(0).state()).isEqualTo(MemberState.JOINING);
    }

    @Test
    void runsOfANodeThatIsGoneAreKept() {
        nodes.memberIs(THERE, 10, MemberState.UP);
        nodes.published(told(there(1), 1, "run"));
        nodes.allLost();

        assertThat(nodes.present()).isEmpty();
        assertThat(runs()).containsExactly("run");
        assertThat(nodes.named("b"))
                .hasValueSatisfying(view -> assertThat(view.state()).isEqualTo(MemberState.LOST));
    }
}
