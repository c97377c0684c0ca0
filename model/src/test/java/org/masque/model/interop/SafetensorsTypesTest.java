package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class SafetensorsTypesTest {
    private static final byte[] NOT_A_NUMBER = RawSafetensors.littleEndian(4, buffer -> buffer.putFloat(Float.NaN));

    @TempDir
    private Path folder;

    @MustBeClosed
    private SafetensorsFile open(String dtype, String shape, byte[] data) throws IOException {
        return SafetensorsFile.open(RawSafetensors.write(folder, RawSafetensors.single(dtype, shape, data)));
    }

    @Test
    void halfPrecisionIsReadExactly() throws IOException {
        // 1, -2, largest, smallest normal, smallest subnormal, largest subnormal, -0, infinity (IEEE 754-2008, 3.4)
        int[] bits = {0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x03ff, 0x8000, 0x7c00};
        byte[] data = RawSafetensors.littleEndian(16, buffer -> {
            for (int half : bits) {
                buffer.putShort((short) half);
            }
        });
        try (SafetensorsFile opened = open("F16", "[8]", data)) {
            assertThat(opened.floats("x"))
                    .containsExactly(
                            1f, -2f, 65504f, 0x1p-14f, 0x1p-24f, 0x1p-14f - 0x1p-24f, -0f, Float.POSITIVE_INFINITY);
        }
    }

    @Test
    void halfPrecisionNotANumberStaysOne() throws IOException {
        try (SafetensorsFile opened = open("F16", "[1]", new byte[] {1, 0x7c})) {
            assertThat(opened.floats("x")[0]).isNaN();
        }
    }

    @Test
    void brainFloatsAreTheUpperHalfOfFloats() throws IOException {
        try (SafetensorsFile opened = open("BF16", "[2]", new byte[] {(byte) 0x80, 0x3f, 0x20, (byte) 0xc0})) {
            assertThat(opened.floats("x")).containsExactly(1f, -2.5f);
        }
    }

    @Test
    void doublesAreRoundedToFloatsOnTheHeapAndOff() throws IOException {
        byte[] data =
                RawSafetensors.littleEndian(16, buffer -> buffer.putDouble(0.1).putDouble(-3));
        try (SafetensorsFile opened = open("F64", "[2]", data);
                TensorRef target = TensorRef.zeros(2)) {
            opened.readInto("x", target.tensor());
            assertThat(opened.floats("x")).containsExactly(0.1f, -3f);
            assertThat(target.tensor().toArray()).containsExactly(0.1f, -3f);
        }
    }

    @Test
    void integersOfEveryWidthAreWidenedByTheirSign() throws IOException {
        byte[] bytes = {(byte) 0xff, 2};
        try (SafetensorsFile opened = open("I8", "[2]", bytes)) {
            assertThat(opened.ints("x")).containsExactly(-1, 2);
        }
        try (SafetensorsFile opened = open("U8", "[2]", bytes)) {
            assertThat(opened.ints("x")).containsExactly(255, 2);
        }
        try (SafetensorsFile opened = open("BOOL", "[2]", new byte[] {0, 1})) {
            assertThat(opened.ints("x")).containsExactly(0, 1);
        }
        byte[] longs =
                RawSafetensors.littleEndian(16, buffer -> buffer.putLong(-5).putLong(Integer.MAX_VALUE));
        try (SafetensorsFile opened = open("I64", "[2]", longs)) {
            assertThat(opened.ints("x")).containsExactly(-5, Integer.MAX_VALUE);
        }
    }

    @Test
    void aLongThatFitsNoIntIsAnError() throws IOException {
        byte[] data = RawSafetensors.littleEndian(8, buffer -> buffer.putLong(1L << 31));
        try (SafetensorsFile opened = open("I64", "[1]", data)) {
            assertThatThrownBy(() -> opened.ints("x"))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("tensor 'x': element 0 is 2147483648");
        }
    }

    @Test
    void floatsAreNoIntsAndIntsAreNoFloats() throws IOException {
        try (SafetensorsFile opened = open("I32", "[1]", new byte[4])) {
            assertThatThrownBy(() -> opened.floats("x"))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("tensor 'x': its dtype is I32, not one of [F64, F32, F16, BF16]");
        }
        try (SafetensorsFile opened = open("F32", "[1]", new byte[4])) {
            assertThatThrownBy(() -> opened.ints("x")).isInstanceOf(SafetensorsException.class);
        }
    }

    @Test
    void aMissingTensorIsNamed() throws IOException {
        try (SafetensorsFile opened = open("F32", "[1]", new byte[4])) {
            assertThatThrownBy(() -> opened.shape("norm.bias"))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("model.safetensors: tensor 'norm.bias': not in the file, which has 1");
        }
    }

    @Test
    void aTargetOfAnotherLengthIsRefused() throws IOException {
        try (SafetensorsFile opened = open("F32", "[1,2]", new byte[8]);
                TensorRef target = TensorRef.zeros(3)) {
            assertThatThrownBy(() -> opened.readInto("x", target.tensor()))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("its shape is [1, 2], wanted is Tensor[3]");
        }
    }

    @Test
    void notANumberIsReadButRefusedOnDemand() throws IOException {
        try (SafetensorsFile opened = open("F32", "[]", NOT_A_NUMBER)) {
            assertThat(opened.floats("x")[0]).isNaN();
            assertThatThrownBy(opened::requireFinite)
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("tensor 'x': element 0 is NaN");
        }
    }

    @Test
    void aDoubleThatBecomesInfiniteIsRefusedOnDemand() throws IOException {
        byte[] data =
                RawSafetensors.littleEndian(16, buffer -> buffer.putDouble(1).putDouble(1e300));
        try (SafetensorsFile opened = open("F64", "[2]", data)) {
            assertThatThrownBy(opened::requireFinite).hasMessageContaining("element 1 is Infinity");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"F32", "I32"})
    void finiteNumbersAndIntegersAreFinite(String dtype) throws IOException {
        try (SafetensorsFile opened = open(dtype, "[2]", new byte[8])) {
            opened.requireFinite();
        }
    }
}
