package org.masque.model.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processor, by its own account.
 *
 * @param model its name, or "unknown"
 * @param features those of its features that decide how fast we run, e.g. avx2, in the order of {@link #DECISIVE}
 */
public record Processor(String model, List<String> features) {
    /** The features that the kernels and the products make use of, as Linux names them. */
    public static final List<String> DECISIVE =
            List.of("avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512_vnni", "avx512_bf16", "amx_bf16");

    /** Asks Linux; elsewhere everything is unknown. */
    public static Processor probe() {
        return read(Path.of("/proc/cpuinfo"));
    }

    /** Reads a file in the format of {@code /proc/cpuinfo}; a file that cannot be read leaves everything unknown. */
    static Processor read(Path cpuinfo) {
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            // The cores are alike: the first one, up to its empty line, speaks for all.
            return parse(lines.takeWhile(line -> !line.isBlank()).toList());
        } catch (IOException unreadable) {
            return new Processor("unknown", List.of());
        }
    }

    private static Processor parse(List<String> lines) {
        Set<String> flags = new HashSet<>(List.of(valueOf("flags", lines).split(" +", -1)));
        return new Processor(
                valueOf("model name", lines),
                DECISIVE.stream().filter(flags::contains).toList());
    }

    private static String valueOf(String key, List<String> lines) {
        return lines.stream()
                .map(line -> line.split("\\s*:\\s*", 2))
                .filter(parts -> parts.length == 2 && parts[0].equals(key))
                .map(parts -> parts[1].strip())
                .findFirst()
                .orElse("unknown");
    }
}
