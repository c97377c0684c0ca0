package org.masque.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.cluster.MemberState;
import org.masque.actors.cluster.NodeView;
import org.masque.actors.cluster.OrderAnswer;
import org.masque.actors.cluster.OrderOutcome;
import org.masque.actors.cluster.RunOrder;
import org.masque.actors.cluster.RunOrder.PerformAction;
import org.masque.actors.cluster.RunOrder.SubmitRun;
import org.masque.actors.cluster.RunReport;
import org.masque.ops.api.AuditLog;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.LogLevel;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RefusedException.Reason;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.RunStatus;
import org.masque.ops.control.Runs;
import org.masque.ops.control.Submission;

/** Names of runs on several nodes, and where what is asked of them goes. */
class ClusterRunsTest {
    @TempDir
    private Path folder;

    private final List<String> here = new ArrayList<>();
    private final List<String> there = new ArrayList<>();
    private final List<NodeView> nodes = new ArrayList<>();
    private OrderAnswer answer = new OrderAnswer(OrderOutcome.DONE, "", "done there");

    private final Runs local = new Runs() {
        @Override
        public List<KnownRun> all() {
            return List.of(new KnownRun("tiny", Path.of("runs/tiny"), RunStatus.FINISHED, ""));
        }

        @Override
        public CompletionStage<String> perform(String name, RunAction action) {
            here.add(name + " " + action.label());
            return name.equals("tiny")
                    ? CompletableFuture.completedFuture("done here")
                    : CompletableFuture.failedFuture(new RefusedException(Reason.UNKNOWN, "no run " + name));
        }

        @Override
        public CompletionStage<String> setLogLevel(String name, LogLevel level) {
            here.add(name + " logs " + level);
            return CompletableFuture.completedFuture("done here");
        }

        @Override
        public CompletionStage<String> profile(String name, Duration duration) {
            here.add(name + " profiled " + duration);
            return CompletableFuture.completedFuture("done here");
        }

        @Override
        public CompletionStage<String> submit(Submission submission) {
            here.add("submit " + submission.name());
            return CompletableFuture.completedFuture("queued here");
        }
    };

    private final ClusterRuns runs = new ClusterRuns(
            local,
            new OtherNodes() {
                @Override
                public String self() {
                    return "a";
                }

                @Override
                public List<NodeView> nodes() {
                    return nodes;
                }

                @Override
                public CompletionStage<OrderAnswer> place(String node, RunOrder order) {
                    there.add(node + " " + order);
                    return CompletableFuture.completedFuture(answer);
                }
            },
            Path.of("elsewhere"));

    private void node(String name, MemberState state, String... names) {
        List<RunReport> reports = List.of(names).stream()
                .map(run -> new RunReport(run, "/data/" + run, "running", ""))
                .toList();
        nodes.add(new NodeView(name, "pekko://masque@" + name + ":1", 1, state, 0, reports));
    }

    private List<String> names() {
        return runs.all().stream().map(KnownRun::name).toList();
    }

    private String perform(String name) {
        return runs.perform(name, RunAction.PAUSE).toCompletableFuture().join();
    }

    private void assertRefused(String name, Reason reason, String message) {
        assertThatThrownBy(() -> perform(name))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    @Test
    void aRunOfAnotherNodeIsNamedWithItsNode() {
        node("b", MemberState.UP, "tiny", "base");
        node("c", MemberState.UP, "small");

        assertThat(names()).containsExactly("tiny", "tiny@b", "base@b", "small@c");
        assertThat(runs.find("tiny").orElseThrow().isElsewhere()).isFalse();
        assertThat(runs.find("tiny@a").orElseThrow().name()).isEqualTo("tiny");
        assertThat(runs.find("tiny@b").orElseThrow().node()).isEqualTo("b");
        assertThat(runs.find("base")).isEmpty();
        assertThat(runs.absence("base")).isEqualTo("there is no run base on node a; on another it is called base@b");
    }

    @Test
    void aRunElsewhereSaysWhereAndHasNoFolderHere() {
        node("b", MemberState.UP, "base");
        node("c", MemberState.LOST, "large");

        KnownRun base = runs.find("base@b").orElseThrow();
        assertThat(base.folder()).isEqualTo(Path.of("elsewhere/base@b"));
        assertThat(base.message()).isEqualTo("on node b in /data/base");
        KnownRun large = runs.find("large@c").orElseThrow();
        assertThat(large.status()).isEqualTo(RunStatus.UNREACHABLE);
        assertThat(large.message()).isEqualTo("node c is lost, the run was last running");
    }

    @Test
    void aRunThatIsOverStaysSoWhateverBecomesOfItsNode() {
        nodes.add(new NodeView(
                "c",
                "pekko://masque@c:1",
                1,
                MemberState.LEFT,
                0,
                List.of(new RunReport("done", "/data/done", "finished", ""))));

        KnownRun done = runs.find("done@c").orElseThrow();
        assertThat(done.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(done.message()).isEqualTo("node c has left, the run was last finished");
    }

    @Test
    void anActionGoesToTheNodeThatHasTheRun() {
        node("b", MemberState.UP, "tiny", "base");

        assertThat(perform("tiny")).isEqualTo("done here");
        assertThat(perform("tiny@a")).isEqualTo("done here");
        assertThat(perform("tiny@b")).isEqualTo("done there");
        assertThat(perform("base@b")).isEqualTo("done there");
        assertThat(here).containsExactly("tiny pause", "tiny pause");
        assertThat(there)
                .containsExactly("b " + new PerformAction("tiny", "pause"), "b " + new PerformAction("base", "pause"));
    }

    @Test
    void whatCannotBeDoneSaysWhy() {
        node("b", MemberState.UP, "small");
        node("c", MemberState.LOST, "small", "large");
        assertRefused("small", Reason.UNKNOWN, "small@b or small@c");
        assertRefused("none", Reason.UNKNOWN, "there is no run none on node a");
        assertRefused("large@c", Reason.NOT_NOW, "node c is lost and cannot be asked");

        answer = new OrderAnswer(OrderOutcome.REFUSED, "not_here", "not here");
        assertRefused("small@b", Reason.NOT_HERE, "not here");
        answer = new OrderAnswer(OrderOutcome.FAILED, "", "no answer");
        assertThatThrownBy(() -> perform("small@b")).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSubmissionGoesToTheNodeThatItsNameSays() {
        node("b", MemberState.UP);
        assertThat(submit("new")).isEqualTo("queued here");
        assertThat(submit("new@a")).isEqualTo("queued here");
        assertThat(submit("@b")).isEqualTo("done there");
        assertThat(here).containsExactly("submit new", "submit new");
        assertThat(there).containsExactly("b " + new SubmitRun("", "quickstart", List.of("run.seed=3")));
        assertThatThrownBy(() -> submit("new@z")).hasMessageContaining("no node z; there are a, b");
    }

    private String submit(String name) {
        return runs.submit(new Submission(name, "quickstart", List.of("run.seed=3")))
                .toCompletableFuture()
                .join();
    }

    // --- the other side

    @Test
    void anotherNodeSeesAndSteersTheRunsOfThisOne() throws IOException {
        Path audit = folder.resolve("audit.jsonl");
        LocalNode node = new LocalNode(local, new AuditLog(audit, Clock.systemUTC()));

        assertThat(node.reports())
                .extracting(RunReport::name, RunReport::status)
                .containsExactly(tuple("tiny", "finished"));
        assertThat(carriedOut(node, new PerformAction("tiny", "pause")).outcome())
                .isEqualTo(OrderOutcome.DONE);
        assertThat(carriedOut(node, new PerformAction("none", "pause")))
                .isEqualTo(new OrderAnswer(OrderOutcome.REFUSED, "unknown", "no run none"));
        assertThat(carriedOut(node, new PerformAction("tiny", "fly")).reason()).isEqualTo("invalid");
        assertThat(carriedOut(node, new SubmitRun("new", "quickstart", List.of()))
                        .text())
                .isEqualTo("queued here");
        assertThat(Files.readAllLines(audit))
                .hasSize(8)
                .allMatch(line -> line.contains("\"remote\":\"node b\""))
                .anyMatch(line -> line.contains("/api/runs/none/pause") && line.contains("refused"));
    }

    private static OrderAnswer carriedOut(LocalNode node, RunOrder order) {
        return node.carryOut("b", order).toCompletableFuture().join();
    }

    @Test
    void logLevelAndProfileAreForTheNodeThatHasTheRun() {
        assertThat(runs.setLogLevel("tiny", LogLevel.DEBUG)).isCompletedWithValue("done here");
        node("b", MemberState.UP, "base");
        assertThat(runs.profile("base@b", Duration.ofSeconds(1)))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .withMessageContaining("no run of this node");
        assertThat(here).hasSize(1);
    }
}
