package org.masque.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.masque.model.device.Backend;
import org.masque.model.device.ComputeCapability;
import org.masque.model.device.DeviceReport;
import org.masque.model.device.Gpu;
import org.masque.model.device.GpuListing;
import org.masque.model.device.NativeMemory;
import org.masque.model.device.Processor;
import org.masque.model.device.ProductLibrary;
import org.masque.model.device.VectorUnit;
import org.masque.ops.doctor.Finding.Severity;

class DeviceFindingsTest {
    private static final Backend BROKEN = new Backend(Backend.Kind.CUDA, "1.0", false, "not started");
    private static final Backend WORKING = new Backend(Backend.Kind.CPU, "1.0", true, "CpuBackend");

    @Test
    void aMachineWithEverythingHasNothingToComplainOf() {
        DeviceReport report = report(WORKING, List.of("avx2"), Optional.of(new VectorUnit("Species[float]", 256)));

        assertThat(DeviceFindings.of(report)).extracting(Finding::severity).containsOnly(Severity.OK);
    }

    @Test
    void aBackendThatDoesNotWorkIsAProblem() {
        DeviceReport report = report(BROKEN, List.of("avx2"), Optional.empty());

        assertThat(severityOf("backend", report)).isEqualTo(Severity.PROBLEM);
    }

    @Test
    void missingVectorsAndFeaturesOnlyCostSpeed() {
        DeviceReport report = report(WORKING, List.of(), Optional.empty());

        assertThat(severityOf("vectors", report)).isEqualTo(Severity.WARNING);
        assertThat(severityOf("features", report)).isEqualTo(Severity.WARNING);
    }

    @Test
    void aGpuWithoutCodeIsAWarningThatSaysSo() {
        DeviceReport report = report(WORKING, List.of("avx2"), Optional.empty(), gpu("H100", 9, 0), gpu("A100", 8, 0));

        assertThat(severityOf("gpu 9", report)).isEqualTo(Severity.WARNING);
        assertThat(severityOf("gpu 8", report)).isEqualTo(Severity.OK);
        assertThat(DeviceFindings.of(report))
                .extracting(Finding::value)
                .anySatisfy(value -> assertThat(value).contains("H100").contains("cannot be used"));
    }

    private static Gpu gpu(String name, int major, int minor) {
        return new Gpu(major, name, new ComputeCapability(major, minor), 80000, "535");
    }

    private static DeviceReport report(
            Backend backend, List<String> features, Optional<VectorUnit> vectors, Gpu... gpus) {
        return new DeviceReport(
                new Processor("a processor", features),
                vectors,
                backend,
                List.of(new ProductLibrary("oneDNN", true, "3.11")),
                Optional.of(new NativeMemory(0, 0, 1 << 20)),
                new GpuListing(List.of(gpus), gpus.length + " found"));
    }

    private static Severity severityOf(String name, DeviceReport report) {
        return DeviceFindings.of(report).stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .orElseThrow()
                .severity();
    }
}
