package org.masque.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.actors.wire.TestMessages.Tree;

/** What goes through comes out the same, and what must not be sent is not. */
class WireCodecTest {
    private static final int SEEDS = 100;

    private final WireCodec test = TestMessages.codec();

    static Stream<WireClass> messages() {
        return Stream.concat(
                        TestMessages.CLASSES.all().stream(), WireClasses.load().all().stream())
                .filter(WireClass::isMessage)
                .filter(known -> !known.equals(TestMessages.PICKY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void everyMessageComesOutAsItWentIn(WireClass known) {
        WireCodec codec = codecOf(known);
        for (long seed = 0; seed < SEEDS; seed++) {
            Object message = new RandomMessages(seed).next(known.type());
            byte[] bytes = codec.encode(message);
            Object read = codec.decode(codec.manifest(message), bytes);

            assertThat(read).as("seed %d", seed).usingRecursiveComparison().isEqualTo(message);
            assertThat(codec.encode(read)).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void everyMessageCutAnywhereIsRejected(WireClass known) {
        WireCodec codec = codecOf(known);
        for (long seed = 0; seed < 4; seed++) {
            byte[] bytes = codec.encode(new RandomMessages(seed).next(known.type()));
            for (int length = 0; length < bytes.length; length++) {
                byte[] cut = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> codec.decode(known.manifest(), cut))
                        .as("seed %d, %d of %d bytes", seed, length, bytes.length)
                        .isInstanceOf(WireException.class);
            }
        }
    }

    static WireCodec codecOf(WireClass known) {
        return TestMessages.CLASSES.all().contains(known)
                ? TestMessages.codec()
                : new WireCodec(WireClasses.load(), WireLimits.USUAL);
    }

    // --- what may not be sent

    @Test
    void aMessageThatIsNotListedIsNotSent() {
        assertThatThrownBy(() -> test.encode(new TestMessages.Open("")))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("Open is not listed in wire-classes.txt");
    }

    @Test
    void aMessageInACircleIsNotSent() {
        List<Tree> branches = new ArrayList<>();
        Tree circle = new Tree("", branches);
        branches.add(circle);

        assertRefused(circle, RejectionReason.DEPTH);
    }

    @Test
    void theDeepestMessageIsSentAndOneDeeperIsNot() {
        int deepest = deepestTree();

        assertThat(test.decode("Tree/1", test.encode(TestMessages.treeOfDepth(deepest))))
                .isEqualTo(TestMessages.treeOfDepth(deepest));
        assertRefused(TestMessages.treeOfDepth(deepest + 1), RejectionReason.DEPTH);
    }

    // A tree has two levels, itself and its list; a leaf has its label or list as the last one.
    private static int deepestTree() {
        return WireLimits.USUAL.depth() / 2;
    }

    @Test
    void longerTextThanMayBeReadIsNotSent() {
        String most = "e".repeat(WireLimits.USUAL.stringBytes());
        Tree tree = new Tree(most, List.of());

        assertThat(test.decode("Tree/1", test.encode(tree))).isEqualTo(tree);
        assertRefused(new Tree(most + "e", List.of()), RejectionReason.SIZE);
        assertRefused(new Tree("\u00e9" + most.substring(1), List.of()), RejectionReason.SIZE);
    }

    @Test
    void halfACharacterIsNotSent() {
        assertRefused(new Tree("\ud83d", List.of()), RejectionReason.MALFORMED);
    }

    @Test
    void moreElementsThanMayBeReadAreNotSent() {
        List<Tree> most = Collections.nCopies(WireLimits.USUAL.elements(), new Tree("", List.of()));
        List<Tree> more = Collections.nCopies(WireLimits.USUAL.elements() + 1, new Tree("", List.of()));

        assertThat(test.decode("Tree/1", test.encode(new Tree("", most)))).isEqualTo(new Tree("", most));
        assertRefused(new Tree("", more), RejectionReason.SIZE);
    }

    @Test
    void aMessageLargerThanAFrameIsNotSent() {
        Tree big = new Tree("e".repeat(WireLimits.USUAL.stringBytes()), List.of());

        assertRefused(new Tree("", Collections.nCopies(9, big)), RejectionReason.FRAME);
    }

    private void assertRefused(Object message, RejectionReason reason) {
        assertThatThrownBy(() -> test.encode(message))
                .isInstanceOfSatisfying(
                        WireException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    // --- what may not be part of a message

    @Test
    void anOpenTypeCannotBePartOfAMessage() {
        assertUnfit(TestMessages.Open.class, "Open.anything: java.lang.Object cannot cross the network");
        assertUnfit(TestMessages.Wild.class, "cannot cross the network");
    }

    private static void assertUnfit(Class<?> type, String message) {
        WireClasses classes = new WireClasses(List.of(
                new WireClass(950, "Unfit/1", type), TestMessages.COLOUR, TestMessages.CIRCLE, TestMessages.SQUARE));
        assertThatThrownBy(() -> new WireCodec(classes, WireLimits.USUAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
