package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.interop.SafetensorsWriter.Durability;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class SafetensorsRoundTripTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("model.safetensors");
    }

    @Test
    void theBytesAreExactlyThoseOfTheFormat() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter()
                .ints("b", new int[] {7}, 1)
                .floats("a", new float[] {1f, -2f}, 2, 1)
                .metadata("z", "1")
                .metadata("k", "v");

        writer.writeTo(file(), Durability.FSYNCED);

        String json = "{\"__metadata__\":{\"k\":\"v\",\"z\":\"1\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
        String padded = json + " ".repeat((8 - json.length() % 8) % 8);
        byte[] data = RawSafetensors.littleEndian(
                12, buffer -> buffer.putFloat(1f).putFloat(-2f).putInt(7));
        assertThat(file()).hasBinaryContent(RawSafetensors.bytes(padded, data));
        assertThat(writer.bytes()).isEqualTo(Files.size(file()));
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsWrittenIsReadBackBitForBit(long seed) throws IOException {
        // More than one chunk of the writer, and not a multiple of it.
        float[] values = randomFloats(300_001, seed);
        try (TensorRef written = TensorRef.of(values, 300_001);
                TensorRef read = TensorRef.zeros(300_001)) {
            new SafetensorsWriter()
                    .floats("offheap", written.tensor())
                    .floats("array", values, 300_001)
                    .writeTo(file(), Durability.CACHED);
            try (SafetensorsFile opened = SafetensorsFile.open(file())) {
                opened.readInto("offheap", read.tensor());
                assertThat(read.tensor().toArray()).isEqualTo(values);
                assertThat(opened.floats("array")).isEqualTo(values);
                assertThat(opened.floats("offheap")).isEqualTo(values);
            }
        }
    }

    @Test
    void aSliceOfAFlatBufferIsWrittenAndReadInItsPlaceOnly() throws IOException {
        try (TensorRef flat = TensorRef.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 8);
                TensorRef target = TensorRef.zeros(8)) {
            new SafetensorsWriter().floats("w", flat.tensor().slice(2, 2, 2)).writeTo(file(), Durability.CACHED);
            try (SafetensorsFile opened = SafetensorsFile.open(file())) {
                assertThat(opened.shape("w")).containsExactly(2, 2);
                opened.readInto("w", target.tensor().slice(3, 4));
            }
            assertThat(target.tensor().toArray()).containsExactly(0, 0, 0, 2, 3, 4, 5, 0);
        }
    }

    @Test
    void theOrderOfAddingDoesNotChangeAByte() throws IOException {
        float[] one = {1};
        assertThat(written(new SafetensorsWriter()
                        .floats("b", one, 1)
                        .floats("a", one, 1)
                        .metadata("y", "2")
                        .metadata("x", "1")))
                .isEqualTo(written(new SafetensorsWriter()
                        .metadata("x", "1")
                        .metadata("y", "2")
                        .floats("a", one, 1)
                        .floats("b", one, 1)));
    }

    @Test
    void singleNumbersEmptyTensorsAndForeignLettersAreKept() throws IOException {
        new SafetensorsWriter()
                .floats("loss", new float[] {0.5f})
                .floats("nothing", new float[0], 3, 0)
                .ints("Ж \"quoted\" \n", new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}, 2)
                .metadata("ключ", "значение")
                .writeTo(file(), Durability.CACHED);

        try (SafetensorsFile opened = SafetensorsFile.open(file())) {
            assertThat(opened.names()).containsExactly("loss", "nothing", "Ж \"quoted\" \n");
            assertThat(opened.metadata()).containsOnlyKeys("ключ").containsValue("значение");
            assertThat(opened.shape("loss")).isEmpty();
            assertThat(opened.floats("loss")).containsExactly(0.5f);
            assertThat(opened.shape("nothing")).containsExactly(3, 0);
            assertThat(opened.floats("nothing")).isEmpty();
            assertThat(opened.ints("Ж \"quoted\" \n")).containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    }

    @Test
    void aFileOfNoTensorsIsAFile() throws IOException {
        new SafetensorsWriter().writeTo(file(), Durability.CACHED);
        try (SafetensorsFile opened = SafetensorsFile.open(file())) {
            assertThat(opened.names()).isEmpty();
            assertThat(opened.metadata()).isEmpty();
        }
    }

    @Test
    void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        new SafetensorsWriter().floats("old", new float[] {1}, 1).writeTo(file(), Durability.CACHED);
        byte[] before = Files.readAllBytes(file());
        Files.createDirectory(folder.resolve("model.safetensors.partial"));

        assertThatThrownBy(() -> new SafetensorsWriter()
                        .floats("new", new float[] {2}, 1)
                        .writeTo(file(), Durability.CACHED))
                .isInstanceOf(IOException.class);

        assertThat(file()).hasBinaryContent(before);
        assertThat(folder.resolve("model.safetensors.partial")).doesNotExist();
    }

    @Test
    void aChannelThatTakesOneByteAtATimeGetsAllOfThem() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter().floats("a", randomFloats(100, 5), 100);
        ByteArrayOutputStream slow = new ByteArrayOutputStream();
        writer.writeTo(new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) {
                slow.write(source.get());
                return 1;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        });
        assertThat(slow.toByteArray()).isEqualTo(written(writer));
    }

    @Test
    void namesAndShapesThatCannotBeWrittenAreRefusedAtOnce() {
        SafetensorsWriter writer = new SafetensorsWriter().floats("a", new float[2], 2);
        assertThatThrownBy(() -> writer.ints("a", new int[1], 1)).hasMessageContaining("two tensors with one name: a");
        assertThatThrownBy(() -> writer.floats("__metadata__", new float[1], 1))
                .hasMessageContaining("keeps this name");
        assertThatThrownBy(() -> writer.floats("b", new float[2], 3)).hasMessageContaining("2 elements for the shape");
        assertThatThrownBy(() -> writer.floats("b", new float[2], -1, -2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] written(SafetensorsWriter writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.writeTo(Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    private static float[] randomFloats(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-10, 10);
        }
        return values;
    }
}
