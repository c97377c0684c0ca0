package org.masque.model.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognises, by its first bytes, a file that is given as safetensors and is something else, and says what to do.
 *
 * <p>What a file is called does not count: names mislead, and a web page is often saved under the name of the weights.
 */
final class ForeignFile {
    private static final int LOOKED_AT = 512;
    private static final int TAR_MARK = 257;
    private static final int ZIP_NAME = 30;
    private static final String ZIP = "504b0304";
    private static final String LEGACY_TORCH = "80028a0a6cfc9c46f9206aa850192e";

    private static final String DOWNLOAD = "download it again, from the link to the file itself";
    private static final String UNPACK = "unpack it and name the .safetensors file inside";
    private static final String EXPORT = "write the weights as safetensors with the program that made it";

    /** Weights only, so that a file from a stranger runs no code. */
    private static final String LOAD = "torch.load(\"%s\", map_location=\"cpu\", weights_only=True)";

    private record Kind(String what, String remedy) {}

    private record Mark(String hex, Kind kind) {}

    private static final List<Mark> MARKS = List.of(
            mark("894844460d0a1a0a", "an HDF5 file (Keras)", EXPORT),
            mark("934e554d5059", "a NumPy array", EXPORT),
            mark("47475546", "a GGUF file", EXPORT),
            mark("1f8b", "a gzip archive", UNPACK),
            mark("425a68", "a bzip2 archive", UNPACK),
            mark("fd377a585a00", "an xz archive", UNPACK),
            mark("28b52ffd", "a zstd archive", UNPACK),
            mark("377abcaf271c", "a 7z archive", UNPACK),
            mark("526172211a07", "a RAR archive", UNPACK),
            mark("89504e47", "a PNG image", "name a file of weights"),
            mark("ffd8ff", "a JPEG image", "name a file of weights"),
            mark("25504446", "a PDF document", "name a file of weights"),
            // Protocol buffers: field 1, the version of the format, then field 2, a text.
            mark("08..12", "an ONNX model", EXPORT));

    private ForeignFile() {}

    private static Mark mark(String hex, String what, String remedy) {
        return new Mark(hex, new Kind(what, remedy));
    }

    /** What the file is instead, and the remedy, as one clause; empty where it is nothing that is known. */
    static Optional<String> describe(Path file, FileChannel channel) throws IOException {
        ByteBuffer first = ByteBuffer.allocate((int) Math.min(LOOKED_AT, channel.size()));
        FullReads.read(file, channel, first, 0);
        return recognise(file, first.array()).map(kind -> "is " + kind.what() + ", not safetensors: " + kind.remedy());
    }

    private static Optional<Kind> recognise(Path file, byte[] first) {
        if (first.length == 0) {
            return Optional.of(new Kind("empty", "copy or download it again"));
        }
        String hex = HexFormat.of().formatHex(first);
        Optional<Kind> binary = ofBinary(file, hex, first);
        return binary.isPresent() ? binary : ofText(new String(first, StandardCharsets.UTF_8));
    }

    private static Optional<Kind> ofBinary(Path file, String hex, byte[] first) {
        if (hex.startsWith(ZIP)) {
            return Optional.of(ofZip(file, first));
        }
        if (hex.matches("800[2-5].*")) {
            String what =
                    hex.startsWith(LEGACY_TORCH) ? "a PyTorch checkpoint (old format)" : "a pickled file (Python)";
            return Optional.of(new Kind(what, conversion(file, LOAD)));
        }
        if (first.length > TAR_MARK && new String(first, StandardCharsets.ISO_8859_1).startsWith("ustar", TAR_MARK)) {
            return Optional.of(new Kind("a tar archive", UNPACK));
        }
        return MARKS.stream()
                .filter(mark -> hex.matches(mark.hex() + ".*"))
                .map(Mark::kind)
                .findFirst();
    }

    // The name of the first entry tells; it stands in front also where a download was cut short.
    private static Kind ofZip(Path file, byte[] first) {
        String names = new String(first, StandardCharsets.ISO_8859_1).substring(Math.min(ZIP_NAME, first.length));
        if (names.matches("(?s)[^/]*\\.npy.*")) {
            return new Kind("a NumPy archive (.npz)", EXPORT);
        }
        if (names.matches("(?s)[^/]+/(data/|code/).*")) {
            return new Kind(
                    "a TorchScript program",
                    conversion(file, "torch.jit.load(\"%s\", map_location=\"cpu\").state_dict()"));
        }
        return names.matches("(?s)[^/]+/(data\\.pkl|version|byteorder).*")
                ? new Kind("a PyTorch checkpoint (a zip with pickled data)", conversion(file, LOAD))
                : new Kind("a zip archive", UNPACK);
    }

    private static Optional<Kind> ofText(String text) {
        String begin = text.replace("\uFEFF", "").stripLeading().toLowerCase(Locale.ROOT);
        if (begin.startsWith("version https://git-lfs") || begin.startsWith("version https://hawser")) {
            return Optional.of(
                    new Kind("a Git LFS pointer (the weights were not fetched)", "run 'git lfs pull' there"));
        }
        if (begin.startsWith("/annex/objects/") || begin.startsWith("../.git/annex")) {
            return Optional.of(
                    new Kind("a git-annex pointer (the weights were not fetched)", "run 'git annex get' there"));
        }
        if (begin.startsWith("<")) {
            return Optional.of(new Kind(
                    "a web page (HTML or XML; often a login page or an error)",
                    DOWNLOAD + " (on Hugging Face '/resolve/', not '/blob/')"));
        }
        if (begin.startsWith("{") || begin.startsWith("[")) {
            return Optional.of(
                    new Kind("JSON text (a configuration or an index)", "name the .safetensors file beside it"));
        }
        return Optional.empty();
    }

    private static String conversion(Path file, String load) {
        String name = String.valueOf(file.getFileName());
        String plain = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        return """
                convert it with Python:
                  import torch; from safetensors.torch import save_file; d = %s
                  d = d.get("model", d.get("state_dict", d)); save_file({k: v.clone().contiguous() for k, v in d.items() if torch.is_tensor(v)}, "%s.safetensors")""".formatted(load.formatted(name), plain);
    }
}
