package org.masque.model.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuListingTest {
    @TempDir
    Path folder;

    @Test
    void everyLineIsAGpu() throws IOException {
        GpuListing listing = GpuListing.ask(program("""
                echo '0, NVIDIA A100-SXM4-40GB, 8.0, 40960, 535.104.05'
                echo '1, NVIDIA H100 80GB HBM3, 9.0, 81559, 535.104.05'
                """));

        assertThat(listing.gpus())
                .containsExactly(
                        new Gpu(0, "NVIDIA A100-SXM4-40GB", new ComputeCapability(8, 0), 40960, "535.104.05"),
                        new Gpu(1, "NVIDIA H100 80GB HBM3", new ComputeCapability(9, 0), 81559, "535.104.05"));
        assertThat(listing.detail()).isEqualTo("2 found");
    }

    @Test
    void aProgramThatFailsIsQuoted() throws IOException {
        GpuListing listing = GpuListing.ask(program("echo 'no driver' >&2; exit 9"));

        assertThat(listing.gpus()).isEmpty();
        assertThat(listing.detail()).contains("failed with 9").contains("no driver");
    }

    @Test
    void anAbsentProgramMeansNoGpus() {
        GpuListing listing = GpuListing.ask(folder.resolve("absent").toString());

        assertThat(listing.gpus()).isEmpty();
        assertThat(listing.detail()).startsWith("none found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0, A GPU, [N/A], 1, 2", "0, A GPU, 8.0, [N/A], 2", "nonsense", "x, A GPU, 8.0, 1, 2"})
    void anAnswerThatCannotBeReadIsReportedNotThrown(String line) {
        assertThat(GpuListing.parse(line).gpus()).isEmpty();
        assertThat(GpuListing.parse(line).detail()).startsWith("cannot be listed");
    }

    @ParameterizedTest(name = "compute capability {0}: {1}")
    @CsvSource({
        "3.5, false",
        "3.7, true",
        "7.5, true",
        "8.0, true",
        "8.6, true",
        "8.9, true",
        "9.0, false",
        "10.0, false",
        "12.0, false"
    })
    void codeCoversThirtySevenToTheEndOfTheEights(String capability, boolean covered) {
        assertThat(CudaCode.covers(ComputeCapability.parse(capability))).isEqualTo(covered);
    }

    @Test
    void theVerdictOnAnH100SaysWhichGenerationsHaveCode() {
        Gpu h100 = Gpu.parse("0, NVIDIA H100 80GB HBM3, 9.0, 81559, 535.104.05");

        assertThat(h100.verdict(Backend.Kind.CUDA)).contains("cannot be used").contains("3.7 to 8.6");
    }

    @Test
    void theVerdictOnACoveredGpuDoesNotClaimToHaveTriedIt() {
        Gpu a100 = Gpu.parse("0, NVIDIA A100-SXM4-40GB, 8.0, 40960, 535.104.05");

        assertThat(a100.verdict(Backend.Kind.CUDA)).contains("holds code").contains("not verified");
        assertThat(a100.verdict(Backend.Kind.CPU))
                .contains("not used by this build")
                .contains("-Pcuda");
    }

    private String program(String body) throws IOException {
        Path script = Files.writeString(folder.resolve("fake-smi"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }
}
