package org.masque.actors.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.esotericsoftware.kryo.io.Output;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.actors.wire.TestMessages.Everything;
import org.masque.actors.wire.TestMessages.Tree;

/** Bytes from a stranger: each is rejected for its reason, and costs less than 1 MB. */
class HostileBytesTest {
    private static final long MOST_ALLOCATED = 1_000_000;
    private static final int FRAME = WireLimits.USUAL.frameBytes();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final WireCodec codec = TestMessages.codec();

    private static byte[] bytes(Consumer<Output> writer) {
        Output output = new Output(64, -1);
        writer.accept(output);
        return output.toBytes();
    }

    private WireException rejected(String manifest, byte[] bytes, RejectionReason reason) {
        // The first time loads classes, which counts as the thread's: some MB where a fuzzer's agent rewrites them.
        decode(manifest, bytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        WireException rejected = decode(manifest, bytes);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(rejected).as("%s bytes of a %s", bytes.length, manifest).isNotNull();
        assertThat(rejected.reason()).as(rejected.getMessage()).isEqualTo(reason);
        assertThat(allocated).as("bytes allocated").isLessThan(MOST_ALLOCATED);
        return rejected;
    }

    private WireException decode(String manifest, byte[] bytes) {
        return catchThrowableOfType(WireException.class, () -> codec.decode(manifest, bytes));
    }

    @Test
    void sixBytesThatDeclareTheLargestArrayAreRejected() {
        // The number of the class would be first; then a size of 2^31 - 1.
        byte[] bomb = bytes(output -> {
            output.writeVarInt(TestMessages.TREE.id(), true);
            output.writeVarInt(Integer.MAX_VALUE, true);
        });
        assertThat(bomb).hasSize(6);

        rejected("Tree/1", bomb, RejectionReason.SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1024, 1025, 16_385, 1_000_000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void aTextThatIsShorterThanItSaysIsRejected(int size) {
        rejected("Tree/1", bytes(output -> tree(output, size, "e", 0)), RejectionReason.SIZE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1024, 1025, 1_000_000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void aListThatIsShorterThanItSaysIsRejected(int size) {
        rejected("Tree/1", bytes(output -> tree(output, 0, "", size)), RejectionReason.SIZE);
    }

    @Test
    void aSizeIsNeverBelievedAnywhere() {
        // Each byte in turn is replaced by the greatest size that a number of variable length can say.
        for (long seed = 0; seed < 5; seed++) {
            byte[] valid = codec.encode(new RandomMessages(seed).next(Everything.class));
            for (int i = 0; i < valid.length; i++) {
                byte[] bomb = bombed(valid, i);
                decodeOrReject(bomb);
                long before = THREADS.getCurrentThreadAllocatedBytes();
                decodeOrReject(bomb);
                assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                        .as("seed %d, byte %d", seed, i)
                        .isLessThan(MOST_ALLOCATED);
            }
        }
    }

    private static byte[] bombed(byte[] valid, int at) {
        byte[] bomb = Arrays.copyOf(valid, valid.length + 4);
        System.arraycopy(valid, at + 1, bomb, at + 5, valid.length - at - 1);
        Arrays.fill(bomb, at, at + 4, (byte) 0xff);
        bomb[at + 4] = 7;
        return bomb;
    }

    private void decodeOrReject(byte[] bytes) {
        try {
            codec.decode("Everything/1", bytes);
        } catch (WireException expected) {
            assertThat(expected.reason()).isNotNull();
        }
    }

    private static void tree(Output output, int textSize, String text, int branches) {
        output.writeVarInt(TestMessages.TREE.id(), true);
        output.writeVarInt(textSize, true);
        output.writeBytes(text.getBytes(UTF_8));
        output.writeVarInt(branches, true);
    }

    @Test
    void aClassThatIsNotRegisteredIsRejected() {
        rejected("Tree/1", bytes(output -> output.writeVarInt(777, true)), RejectionReason.CLASS);
        // 1 is how Kryo says that the name of a class follows, and 0 its null.
        rejected(
                "Tree/1",
                bytes(output -> {
                    output.writeVarInt(1, true);
                    output.writeVarInt(0, true);
                    output.writeString("javax.script.ScriptEngineManager");
                }),
                RejectionReason.CLASS);
        rejected("Tree/1", new byte[] {0}, RejectionReason.CLASS);
    }

    @Test
    void aRegisteredClassThatDoesNotBelongThereIsRejected() {
        byte[] picky = codec.encode(new TestMessages.Picky(2));

        rejected("Tree/1", picky, RejectionReason.CLASS);
        rejected("Picky/1", codec.encode(new Tree("", List.of())), RejectionReason.CLASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "Tree",
                "Tree/2",
                "tree/1",
                "java.lang.String",
                "org.masque.actors.wire.TestMessages$Tree"
            })
    void aWrongManifestIsRejected(String manifest) {
        rejected(manifest, codec.encode(new Tree("", List.of())), RejectionReason.MANIFEST);
    }

    @Test
    void deepNestingIsRejected() {
        byte[] deep = bytes(output -> {
            for (int i = 0; i < 20_000; i++) {
                tree(output, 0, "", 1);
            }
        });

        rejected("Tree/1", deep, RejectionReason.DEPTH);
    }

    @Test
    void bytesAfterTheMessageAreRejected() {
        byte[] valid = codec.encode(new Tree("root", List.of()));

        rejected("Tree/1", Arrays.copyOf(valid, valid.length + 1), RejectionReason.TRAILING);
    }

    @Test
    void noBytesAreRejected() {
        rejected("Tree/1", new byte[0], RejectionReason.TRUNCATED);
    }

    @Test
    void moreThanAFrameIsRejectedUnread() {
        byte[] large = new byte[FRAME + 1];

        rejected("Tree/1", large, RejectionReason.FRAME);
    }

    @Test
    void textThatIsNotUtf8IsRejected() {
        rejected(
                "Tree/1",
                bytes(output -> {
                    output.writeVarInt(TestMessages.TREE.id(), true);
                    output.writeVarInt(2, true);
                    output.writeBytes(new byte[] {(byte) 0xc0, (byte) 0x80});
                    output.writeVarInt(0, true);
                }),
                RejectionReason.MALFORMED);
    }

    @Test
    void whatARecordRefusesIsRejected() {
        rejected(
                "Picky/1",
                bytes(output -> {
                    output.writeVarInt(TestMessages.PICKY.id(), true);
                    output.writeInt(3);
                }),
                RejectionReason.MALFORMED);
    }

    // --- as much as a frame can hold

    @Test
    void aFrameOfTheSmallestObjectsCostsLittle() {
        byte[] wide = bytes(output -> {
            tree(output, 0, "", WireLimits.USUAL.elements());
            while (output.position() < FRAME - 10) {
                tree(output, 0, "", Math.min(WireLimits.USUAL.elements(), 30));
            }
        });

        WireException told = rejected("Tree/1", wide, RejectionReason.DEPTH);
        assertThat(told).hasMessageContaining("32");
        byte[] flat = bytes(output -> {
            tree(output, 0, "", 3);
            for (int i = 0; i < 4; i++) {
                tree(output, 0, "", 1024);
                for (int j = 0; j < 1024; j++) {
                    tree(output, 0, "", 0);
                }
            }
        });
        rejected("Tree/1", flat, RejectionReason.SIZE);
    }

    @Test
    void aFrameOfTextThatIsWrongAtItsEndCostsLittle() {
        String text = "\u00e9" + "e".repeat(WireLimits.USUAL.stringBytes() - 2);
        byte[] texts = bytes(output -> {
            tree(output, 0, "", 8);
            for (int i = 0; i < 7; i++) {
                tree(output, WireLimits.USUAL.stringBytes(), text, 0);
            }
            tree(output, 1, "e", 1000);
        });
        assertThat(texts.length).isLessThanOrEqualTo(FRAME);

        rejected("Tree/1", texts, RejectionReason.SIZE);
    }

    @Test
    void anyBytesAreRejectedOrAMessageAndCostLittle() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = codec.encode(new RandomMessages(seed).next(Everything.class));
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            long before = THREADS.getCurrentThreadAllocatedBytes();
            decodeOrReject(bytes);
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                    .as("seed %d", seed)
                    .isLessThan(MOST_ALLOCATED);
        }
    }

    @Test
    void aMessageAfterARejectedOneIsReadAsEver() {
        Tree tree = new Tree("root", List.of(new Tree("leaf", List.of())));
        byte[] valid = codec.encode(tree);
        for (int length = 0; length < valid.length; length++) {
            byte[] cut = Arrays.copyOf(valid, length);
            assertThatThrownBy(() -> codec.decode("Tree/1", cut)).isInstanceOf(WireException.class);
            assertThat(codec.decode("Tree/1", valid)).isEqualTo(tree);
        }
    }
}
