package org.masque.ops.doctor;

import java.util.ArrayList;
import java.util.List;
import org.masque.model.device.Backend;
import org.masque.model.device.CudaCode;
import org.masque.model.device.DeviceReport;
import org.masque.model.device.Gpu;
import org.masque.model.device.NativeMemory;
import org.masque.model.device.Processor;
import org.masque.model.device.ProductLibrary;
import org.masque.model.tensor.TensorLedger;

/** What the tensor engine would find. */
final class DeviceFindings {
    private static final String PROCESSOR = "processor";
    private static final String ENGINE = "engine";
    private static final String GPU = "gpu";

    private DeviceFindings() {}

    static List<Finding> of(DeviceReport report) {
        List<Finding> findings = new ArrayList<>();
        addProcessor(report, findings);
        findings.add(backend(report.backend()));
        for (ProductLibrary library : report.products()) {
            findings.add(product(library));
        }
        findings.add(report.nativeMemory()
                .map(DeviceFindings::nativeMemory)
                .orElse(Finding.problem(ENGINE, "native memory", "JavaCPP's native code does not load")));
        addGpus(report, findings);
        return findings;
    }

    private static void addProcessor(DeviceReport report, List<Finding> findings) {
        Processor processor = report.processor();
        findings.add(Finding.fact(PROCESSOR, "model", processor.model()));
        findings.add(
                processor.features().contains("avx2")
                        ? Finding.fact(PROCESSOR, "features", String.join(" ", processor.features()))
                        : Finding.warning(PROCESSOR, "features", "no avx2 seen: training will be slow"));
        findings.add(report.vectorUnit()
                .map(unit -> Finding.fact(PROCESSOR, "vectors", unit.species() + ", " + unit.bits() + " bits"))
                .orElse(Finding.warning(
                        PROCESSOR,
                        "vectors",
                        "no Vector API: start through bin/masque, which lets it be loaded; kernels are plain ND4J")));
    }

    private static Finding backend(Backend backend) {
        String build = "ND4J " + backend.version() + " for " + backend.kind() + ": " + backend.detail();
        return backend.working()
                ? Finding.fact(ENGINE, "backend", build + ", a product was computed and is right")
                : Finding.problem(ENGINE, "backend", build);
    }

    private static Finding product(ProductLibrary library) {
        return library.loaded()
                ? Finding.fact(ENGINE, library.name(), library.detail())
                : Finding.warning(ENGINE, library.name(), library.detail());
    }

    private static Finding nativeMemory(NativeMemory memory) {
        return Finding.fact(
                ENGINE,
                "native memory",
                "tensors " + limit(TensorLedger.limit()) + " (-Dmasque.maxNativeBytes); JavaCPP's pointers "
                        + limit(memory.limit()) + ", without ND4J's arrays; process " + limit(memory.physicalLimit())
                        + ", now " + Quantity.bytes(memory.physical()));
    }

    private static String limit(long bytes) {
        return bytes == 0 ? "without limit" : "up to " + Quantity.bytes(bytes);
    }

    private static void addGpus(DeviceReport report, List<Finding> findings) {
        findings.add(Finding.fact(
                GPU,
                "code",
                "ND4J-CUDA (-Pcuda) holds code for compute capability " + CudaCode.OLDEST + " to " + CudaCode.NEWEST
                        + ", no PTX; this build is for " + report.backend().kind()));
        findings.add(Finding.fact(GPU, "nvidia-smi", report.gpus().detail()));
        for (Gpu gpu : report.gpus().gpus()) {
            findings.add(gpu(gpu, report.backend().kind()));
        }
    }

    private static Finding gpu(Gpu gpu, Backend.Kind build) {
        String value = gpu.name() + ", " + gpu.memoryMib() + " MiB, driver " + gpu.driver() + ", " + gpu.verdict(build);
        String name = "gpu " + gpu.index();
        return CudaCode.covers(gpu.capability()) ? Finding.fact(GPU, name, value) : Finding.warning(GPU, name, value);
    }
}
