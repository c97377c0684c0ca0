package org.masque.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.cluster.DirectoryMessage.RunsPublished;
import org.masque.actors.wire.WireClasses;
import org.masque.actors.wire.WireCodec;
import org.masque.actors.wire.WireLimits;

/** The plain classes of the cluster: settings, memory, publication, pending orders. */
class ClusterPartsTest {
    @TempDir
    private Path folder;

    private ClusterSettings settings(String name, int port, String... seeds) {
        return new ClusterSettings(
                name, "127.0.0.1", port, List.of(seeds), Optional.empty(), folder, Duration.ofSeconds(10));
    }

    // --- settings

    @Test
    void whatMakesNoSenseIsRefusedByItsValue() {
        assertThatThrownBy(() -> settings("a/b", 1)).hasMessageContaining("'a/b'");
        assertThatThrownBy(() -> settings("a", 0)).hasMessageContaining("port 0");
        assertThatThrownBy(() -> settings("a", 1, "host")).hasMessageContaining("'host' is not host:port");
    }

    @Test
    void membersOfFormerTimesAreAskedBeforeANodeBeginsAlone() {
        assertThat(ClusterConfig.seeds(settings("a", 1), Set.of("h:2")))
                .containsExactly("pekko://masque@127.0.0.1:1", "pekko://masque@h:2");
        assertThat(ClusterConfig.seeds(settings("a", 1, "h:9", "h:2"), Set.of("h:2", "h:3")))
                .containsExactly("pekko://masque@h:9", "pekko://masque@h:2", "pekko://masque@h:3");
    }

    @Test
    void aPasswordIsNotPrinted() {
        assertThat(new ClusterTls(folder, folder, "secret").toString()).doesNotContain("secret");
    }

    // --- memory

    @Test
    void aGenerationIsNeverGivenTwice() throws IOException {
        assertThat(new NodeMemory(folder).nextGeneration()).isEqualTo(1);
        assertThat(new NodeMemory(folder).nextGeneration()).isEqualTo(2);
        Files.writeString(folder.resolve("generation"), "many");
        assertThatThrownBy(() -> new NodeMemory(folder).nextGeneration())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a number");
    }

    @Test
    void membersAreRemembered() throws IOException {
        NodeMemory memory = new NodeMemory(folder);
        assertThat(memory.members()).isEmpty();
        memory.remember(List.of("h:2", "h:1"));
        assertThat(new NodeMemory(folder).members()).containsExactly("h:1", "h:2");
    }

    // --- publication

    @Test
    void asManyRunsAreToldAsOneMessageHolds() {
        List<RunReport> long1000 = IntStream.range(0, 1000)
                .mapToObj(i -> new RunReport("run-" + i, "/" + "f".repeat(700), "running", "\u20ac".repeat(900)))
                .toList();
        Publication publication = Publication.of(long1000);

        assertThat(publication.runs()).isNotEmpty().hasSizeLessThan(256);
        assertThat(publication.leftOut()).isEqualTo(1000 - publication.runs().size());
        assertThat(publication.runs().get(0).message()).hasSize(303).endsWith("\u20ac...");
        RunsPublished message = new RunsPublished(
                new NodeIdentity("n".repeat(63), "a".repeat(300), 1), 1, publication.leftOut(), publication.runs());
        WireCodec codec = new WireCodec(WireClasses.load(), WireLimits.USUAL);
        assertThat(codec.decode("RunsPublished/1", codec.encode(message))).isEqualTo(message);
    }

    @Test
    void shortReportsAreToldUpTo256() {
        List<RunReport> many = IntStream.range(0, 300)
                .mapToObj(i -> new RunReport("r" + i, "/r", "finished", ""))
                .toList();

        assertThat(Publication.of(many).runs()).isEqualTo(many.subList(0, 256));
        assertThat(Publication.of(many).leftOut()).isEqualTo(44);
    }

    @Test
    void halfACharacterIsNeverTold() {
        assertThat(Publication.clipped("x".repeat(299) + "\ud83d\ude00")).isEqualTo("x".repeat(299) + "...");
    }

    // --- pending orders

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 3);
    private final PendingOrders pending = new PendingOrders(Duration.ofSeconds(10), clock::get);
    private final NodeView node = new NodeView("b", "pekko://masque@h:2", 1, MemberState.UP, 0, List.of());

    @Test
    void onlyTheNodeThatWasAskedIsHeardAndOnce() {
        CompletableFuture<OrderAnswer> answer = new CompletableFuture<>();
        long id = pending.add(node, answer);
        OrderAnswer done = new OrderAnswer(OrderOutcome.DONE, "", "done");
        pending.answered("pekko://masque@h:3", id, done);
        pending.answered(node.address(), id + 1, done);
        assertThat(answer).isNotDone();

        pending.answered(node.address(), id, done);
        pending.answered(node.address(), id, OrderAnswer.failed("twice"));
        assertThat(answer).isCompletedWithValue(done);
    }

    @Test
    void anOrderEndsWithItsTimeOrItsNode() {
        CompletableFuture<OrderAnswer> first = new CompletableFuture<>();
        pending.add(node, first);
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        pending.expire();
        assertThat(first).isNotDone();
        clock.addAndGet(1);
        pending.expire();
        assertThat(first.join().text()).contains("node b has not answered in 10 s");

        CompletableFuture<OrderAnswer> second = new CompletableFuture<>();
        pending.add(node, second);
        pending.nodeGone(node.address());
        assertThat(second.join().text()).contains("node b is gone");
    }
}
