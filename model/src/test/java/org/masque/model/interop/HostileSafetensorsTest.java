package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.masque.model.interop.RawSafetensors.bytes;
import static org.masque.model.interop.RawSafetensors.entry;
import static org.masque.model.interop.RawSafetensors.tensor;
import static org.masque.model.interop.RawSafetensors.withLength;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 38 of the faults: files made to harm. */
class HostileSafetensorsTest {
    private static final long ALLOCATION_LIMIT = 1 << 20;
    private static final byte[] NONE = {};

    @TempDir
    private Path folder;

    static Stream<Arguments> hostileFiles() {
        return Stream.concat(brokenHeaders(), Stream.concat(brokenEntries(), brokenLayouts()));
    }

    private static Stream<Arguments> brokenHeaders() {
        byte[] brace = {'{'};
        return Stream.of(
                Arguments.of("empty file", NONE, "is empty"),
                Arguments.of("seven bytes", new byte[7], "too short"),
                Arguments.of("header of no bytes", new byte[8], "does not begin with '{'"),
                Arguments.of(
                        "header over the cap",
                        withLength(100_000_001, brace, NONE),
                        "100000001 bytes is over the limit"),
                Arguments.of(
                        "header of 2^64-1 bytes",
                        withLength(-1, brace, NONE),
                        "a header of 18446744073709551615 bytes is over the limit"),
                Arguments.of("header of 2^63 bytes", withLength(Long.MIN_VALUE, brace, NONE), "over the limit"),
                Arguments.of(
                        "header longer than the file", withLength(99_999_999, brace, NONE), "longer than the file"),
                Arguments.of("array for an object", bytes("[]", NONE), "does not begin with '{'"),
                Arguments.of("space in front", bytes(" {}", NONE), "does not begin with '{'"),
                Arguments.of("object not closed", bytes("{\"a\":", NONE), "not valid JSON"),
                Arguments.of("second object", bytes("{}{}", NONE), "goes on after"),
                Arguments.of("zeros for padding", bytes("{}\0\0", NONE), "not valid JSON"),
                Arguments.of("lone byte 0xff", bytes(new byte[] {'{', '"', (byte) 0xff, '"'}, NONE), "not valid UTF-8"),
                Arguments.of(
                        "overlong slash",
                        bytes(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'}, NONE),
                        "not valid UTF-8"),
                Arguments.of(
                        "letter cut by the header's end", bytes(new byte[] {'{', '"', (byte) 0xd0}, NONE), "valid"),
                Arguments.of("deep nesting", bytes("{\"a\":" + "[".repeat(50_000), NONE), "'a'"),
                Arguments.of(
                        "name of a megabyte", bytes("{\"" + "n".repeat(100_000) + "\":{}}", NONE), "not valid JSON"),
                Arguments.of("duplicate key of a tensor", bytes(duplicate(), new byte[8]), "Duplicate field"));
    }

    private static String duplicate() {
        return "{" + tensor("a", "F32", "[1]", 0, 4) + "," + tensor("a", "F32", "[1]", 4, 8) + "}";
    }

    private static Stream<Arguments> brokenEntries() {
        return Stream.of(
                Arguments.of(
                        "metadata no object", bytes("{\"__metadata__\":1}", NONE), "__metadata__ is not an object"),
                Arguments.of(
                        "metadata no string", bytes("{\"__metadata__\":{\"k\":1}}", NONE), "key 'k' is not a string"),
                Arguments.of(
                        "metadata twice", bytes("{\"__metadata__\":{},\"__metadata__\":{}}", NONE), "Duplicate field"),
                Arguments.of("tensor no object", bytes("{\"a\":null}", NONE), "tensor 'a'"),
                Arguments.of("keys missing", bytes("{\"a\":{\"dtype\":\"F32\"}}", NONE), "needs dtype, shape and"),
                Arguments.of("unknown key", bytes("{\"a\":{\"code\":\"rm\"}}", NONE), "unknown key 'code'"),
                Arguments.of(
                        "dtype twice", bytes("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F64\"}}", NONE), "Duplicate field"),
                Arguments.of("unknown dtype", bytes(entry("a", "F8_E5M2", "[1]", 0, 1), new byte[1]), "'F8_E5M2'"),
                Arguments.of("dtype a number", bytes("{\"a\":{\"dtype\":7}}", NONE), "dtype is not a string"),
                Arguments.of("negative axis", bytes(entry("a", "F32", "[-1]", 0, 4), new byte[4]), "negative axis: -1"),
                Arguments.of(
                        "two negative axes", bytes(entry("a", "F32", "[-1,-1]", 0, 4), new byte[4]), "negative axis"),
                Arguments.of(
                        "product over 64 bits",
                        bytes(entry("a", "F32", "[4294967296,4294967296]", 0, 0), NONE),
                        "overflows"),
                Arguments.of(
                        "bytes over 64 bits",
                        bytes(entry("a", "F64", "[2305843009213693952]", 0, 0), NONE),
                        "overflows"),
                Arguments.of(
                        "axis over 64 bits", bytes(entry("a", "F32", "[18446744073709551617]", 0, 4), NONE), "64-bit"),
                Arguments.of("axis a fraction", bytes(entry("a", "F32", "[1.5]", 0, 4), new byte[4]), "64-bit"),
                Arguments.of("axis a string", bytes(entry("a", "F32", "[\"1\"]", 0, 4), new byte[4]), "64-bit"),
                Arguments.of(
                        "axes without end",
                        bytes(entry("a", "F32", "[1" + ",1".repeat(40) + "]", 0, 4), new byte[4]),
                        "more than 32"),
                Arguments.of("shape too small", bytes(entry("a", "F32", "[1]", 0, 8), new byte[8]), "need 4 bytes"),
                Arguments.of("shape too large", bytes(entry("a", "F64", "[1]", 0, 4), new byte[4]), "need 8 bytes"));
    }

    private static Stream<Arguments> brokenLayouts() {
        return Stream.of(
                Arguments.of("offsets backwards", bytes(entry("a", "F32", "[1]", 4, 0), new byte[4]), "0 <= begin"),
                Arguments.of("offsets negative", bytes(entry("a", "F32", "[1]", -4, 0), new byte[4]), "0 <= begin"),
                Arguments.of(
                        "one offset",
                        bytes("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0]}}", NONE),
                        "[begin, end]"),
                Arguments.of("beyond the end", bytes(entry("a", "F32", "[2]", 0, 8), new byte[4]), "end at 8"),
                Arguments.of(
                        "far beyond the end",
                        bytes(entry("a", "U8", "[9223372036854775807]", 0, Long.MAX_VALUE), new byte[4]),
                        "end at 9223372036854775807"),
                Arguments.of(
                        "overlap",
                        bytes(
                                "{" + tensor("a", "F32", "[2]", 0, 8) + "," + tensor("b", "F32", "[2]", 4, 12) + "}",
                                new byte[12]),
                        "tensor 'b': overlaps"),
                Arguments.of(
                        "same bytes twice",
                        bytes(
                                "{" + tensor("a", "F32", "[1]", 0, 4) + "," + tensor("b", "F32", "[1]", 0, 4) + "}",
                                new byte[4]),
                        "tensor 'b': overlaps"),
                Arguments.of(
                        "hole in front",
                        bytes(entry("a", "F32", "[1]", 4, 8), new byte[8]),
                        "a hole of 4 bytes before"),
                Arguments.of(
                        "hole at the end",
                        bytes(entry("a", "F32", "[1]", 0, 4), new byte[9]),
                        "a hole of 5 bytes after"),
                Arguments.of("data of no tensor", bytes("{}", new byte[1]), "a hole of 1 bytes after"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileFiles")
    void aHostileFileIsRefusedPreciselyAndCheaply(String what, byte[] content, String message) throws IOException {
        Path file = RawSafetensors.write(folder, content);
        openAndClose(file); // once for the classes
        long before = allocated();
        String refusal = openAndClose(file);
        long after = allocated();

        assertThat(refusal)
                .startsWith(file + ": ")
                .contains(message)
                .hasSizeLessThan(file.toString().length() + 400);
        assertThat(refusal).doesNotContainPattern("\\p{Cntrl}");
        assertThat(after - before).as("bytes allocated for: " + what).isLessThan(ALLOCATION_LIMIT);
    }

    @Test
    void aSparseFileOfAHundredMegabytesCostsNoMemory() throws IOException {
        Path file = RawSafetensors.write(folder, withLength(100_000_000, new byte[] {'{'}, NONE));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(100_000_008);
        }
        openAndClose(file); // once for the classes
        long before = allocated();
        String refusal = openAndClose(file);
        // Read before anything is asserted, since the first assertion of a process loads classes.
        long after = allocated();
        assertThat(refusal).contains("not valid JSON");
        assertThat(after - before).isLessThan(ALLOCATION_LIMIT);
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder).close())
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("a folder");
    }

    @Test
    void aFileCutWhileOpenIsAnErrorThatSaysSo() throws IOException {
        Path file = RawSafetensors.write(folder, RawSafetensors.single("F32", "[2]", new byte[8]));
        try (SafetensorsFile opened = SafetensorsFile.open(file);
                RandomAccessFile scissors = new RandomAccessFile(file.toFile(), "rw")) {
            scissors.setLength(scissors.length() - 4);
            assertThatThrownBy(() -> opened.floats("x"))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("cut while being read");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyDamageIsReadOrRefusedAndNothingElse(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] sound = soundFile();
        for (int round = 0; round < 300; round++) {
            Path file = RawSafetensors.write(folder, damaged(sound, random));
            try (SafetensorsFile opened = SafetensorsFile.open(file)) {
                readAll(opened);
                opened.requireFinite();
            } catch (SafetensorsException expected) {
                assertThat(expected).hasMessageStartingWith(file + ": ");
            }
        }
    }

    private static void readAll(SafetensorsFile opened) throws IOException {
        for (String name : opened.names()) {
            try {
                opened.floats(name);
            } catch (SafetensorsException integers) {
                opened.ints(name);
            }
        }
    }

    private static byte[] soundFile() {
        String header = "{\"__metadata__\":{\"a\":\"b\"}," + tensor("w.0", "F32", "[2,3]", 0, 24) + ","
                + tensor("w.1", "F16", "[4]", 24, 32) + "," + tensor("i", "I64", "[1]", 32, 40) + "}";
        return bytes(header.getBytes(StandardCharsets.UTF_8), new byte[40]);
    }

    private static byte[] damaged(byte[] sound, SplittableRandom random) {
        byte[] copy = sound.clone();
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
            // Digits and brackets do more harm than random bytes, which are mostly no UTF-8.
            byte[] harm = {'0', '9', '-', '"', ',', '}', ']', (byte) random.nextInt(256)};
            copy[random.nextInt(copy.length)] = harm[random.nextInt(harm.length)];
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(copy, random.nextInt(copy.length)) : copy;
    }

    private static String openAndClose(Path file) throws IOException {
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            throw new AssertionError("accepted, with the tensors " + opened.names());
        } catch (SafetensorsException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
