package org.masque.model.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;

/** Runs on the CPU build, which is the one under test. */
@ExtendWith(NoTensorLeaks.class)
class DeviceReportTest {
    private final DeviceReport report = DeviceReport.probe();

    @Test
    void theCpuBackendComputes() {
        assertThat(report.backend().kind()).isEqualTo(Backend.Kind.CPU);
        assertThat(report.backend().working()).as(report.backend().detail()).isTrue();
        assertThat(report.backend().version()).startsWith("1.0.0");
    }

    @Test
    void bothProductLibrariesLoadAndTheFastOneComesFirst() {
        assertThat(report.products()).extracting(ProductLibrary::name).containsExactly("oneDNN", "OpenBLAS");
        assertThat(report.products())
                .allSatisfy(library ->
                        assertThat(library.loaded()).as(library.detail()).isTrue());
    }

    @Test
    void theVectorModuleOfTheTestsIsSeen() {
        assertThat(report.vectorUnit())
                .hasValueSatisfying(unit -> assertThat(unit.bits()).isGreaterThanOrEqualTo(64));
    }

    @Test
    void nativeMemoryIsKnown() {
        assertThat(report.nativeMemory())
                .hasValueSatisfying(memory -> assertThat(memory.physical()).isPositive());
    }
}
