package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignFileTest {
    @TempDir
    private Path folder;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Some bytes in front, then filling that is nothing. */
    private static byte[] hex(String front) {
        return Arrays.copyOf(HexFormat.of().parseHex(front), 600);
    }

    private static byte[] zip(String firstEntry) {
        byte[] name = text(firstEntry);
        byte[] file = Arrays.copyOf(HexFormat.of().parseHex("504b0304" + "00000808"), 600);
        file[26] = (byte) name.length;
        System.arraycopy(name, 0, file, 30, name.length);
        return file;
    }

    private static byte[] tar() {
        byte[] tar = Arrays.copyOf(text("weights/model.safetensors"), 1024);
        System.arraycopy(text("ustar"), 0, tar, 257, 5);
        return tar;
    }

    static Stream<Arguments> filesOfOtherKinds() {
        String lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 447\n";
        String convert = "d = torch.load(\"weights.pth\"";
        return Stream.of(
                Arguments.of(zip("archive/data.pkl"), "a PyTorch checkpoint", convert),
                Arguments.of(zip("mae_vit.v2/data.pkl"), "a PyTorch checkpoint", "\"weights.safetensors\")"),
                Arguments.of(zip("script/data/0"), "a TorchScript program", "d = torch.jit.load(\"weights.pth\""),
                Arguments.of(hex("80028a0a6cfc9c46f9206aa850192e8002"), "a PyTorch checkpoint (old format)", convert),
                Arguments.of(hex("80027d7100"), "a pickled file", convert),
                Arguments.of(hex("80059546"), "a pickled file", "weights_only=True"),
                Arguments.of(zip("blocks.0.norm1.weight.npy"), "a NumPy archive (.npz)", "as safetensors"),
                Arguments.of(hex("934e554d505901007600"), "a NumPy array", "as safetensors"),
                Arguments.of(zip("model.safetensors"), "a zip archive", "unpack it"),
                Arguments.of(hex("1f8b08000000"), "a gzip archive", "unpack it"),
                Arguments.of(tar(), "a tar archive", "unpack it"),
                Arguments.of(hex("894844460d0a1a0a"), "an HDF5 file", "as safetensors"),
                Arguments.of(hex("08081207" + "7079746f726368"), "an ONNX model", "as safetensors"),
                Arguments.of(hex("89504e470d0a1a0a"), "a PNG image", "a file of weights"),
                Arguments.of(text(lfs), "a Git LFS pointer", "git lfs pull"),
                Arguments.of(text("/annex/objects/SHA256E-s447--4d7a"), "a git-annex pointer", "git annex get"),
                Arguments.of(text("<!DOCTYPE html>\n<html>"), "a web page", "download it again"),
                Arguments.of(text("\uFEFF \n<HTML><head>"), "a web page", "download it again"),
                Arguments.of(text("<?xml version=\"1.0\"?><Error>"), "a web page", "download it again"),
                Arguments.of(text("{\n  \"metadata\": {}}"), "JSON text", ".safetensors file beside it"),
                Arguments.of(new byte[0], "empty", "download it again"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("filesOfOtherKinds")
    void aFileOfAnotherKindIsNamedAsWhatItIsWithTheRemedy(byte[] content, String what, String remedy)
            throws IOException {
        Path file = Files.write(folder.resolve("weights.pth"), content);

        assertThatThrownBy(() -> SafetensorsFile.openWeights(file).close())
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("weights.pth: is " + what)
                .hasMessageContaining("not safetensors: ")
                .hasMessageContaining(remedy);
    }

    @Test
    void aFileThatWasCutShortIsNamedAsThat() throws IOException {
        byte[] whole = RawSafetensors.single("F32", "[4]", new byte[16]);
        for (int kept : new int[] {7, 9, 20, whole.length - 1}) {
            Path file = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, kept));

            assertThatThrownBy(() -> SafetensorsFile.open(file).close())
                    .as(kept + " bytes")
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("it was cut short; copy or download it again");
        }
    }
}
