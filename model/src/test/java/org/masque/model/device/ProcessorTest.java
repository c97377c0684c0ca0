package org.masque.model.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
    @TempDir
    Path folder;

    @Test
    void theFirstCoreSpeaksForAll() throws IOException {
        Path cpuinfo = Files.writeString(folder.resolve("cpuinfo"), """
                processor\t: 0
                model name\t: Some Processor @ 2.00GHz
                flags\t\t: fpu sse fma avx2 avx2_not_really avx512f

                processor\t: 1
                model name\t: Another
                flags\t\t: avx512_bf16
                """);

        assertThat(Processor.read(cpuinfo).model()).isEqualTo("Some Processor @ 2.00GHz");
        assertThat(Processor.read(cpuinfo).features()).containsExactly("avx2", "fma", "avx512f");
    }

    @Test
    void withoutAFileEverythingIsUnknown() {
        Processor processor = Processor.read(folder.resolve("absent"));

        assertThat(processor.model()).isEqualTo("unknown");
        assertThat(processor.features()).isEmpty();
    }
}
