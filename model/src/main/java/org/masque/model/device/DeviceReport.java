package org.masque.model.device;

import java.util.List;
import java.util.Optional;

/**
 * Everything the tensor engine would find on this machine, for {@code masque doctor} and a run's provenance.
 *
 * @param processor the processor
 * @param vectorUnit empty if the JVM runs without {@code --add-modules jdk.incubator.vector}
 * @param backend the ND4J backend
 * @param products the libraries for matrix products, the preferred one first
 * @param nativeMemory limits of memory outside the heap; empty if JavaCPP's native code does not load
 * @param gpus the NVIDIA GPUs
 */
public record DeviceReport(
        Processor processor,
        Optional<VectorUnit> vectorUnit,
        Backend backend,
        List<ProductLibrary> products,
        Optional<NativeMemory> nativeMemory,
        GpuListing gpus) {

    /** Asks them all; takes seconds, loads native code, and reports what fails in place of throwing. */
    public static DeviceReport probe() {
        GpuListing gpus = GpuListing.probe();
        return new DeviceReport(
                Processor.probe(),
                VectorUnit.probe(),
                backendBeside(gpus),
                List.of(ProductLibrary.oneDnn(), ProductLibrary.openBlas()),
                probeNativeMemory(),
                gpus);
    }

    /** A CUDA backend without a GPU that it has code for is not started: it could end the process. */
    private static Backend backendBeside(GpuListing gpus) {
        boolean isCuda = Backend.kindOfBuild() == Backend.Kind.CUDA;
        boolean hasUsableGpu = gpus.gpus().stream().anyMatch(gpu -> CudaCode.covers(gpu.capability()));
        return isCuda && !hasUsableGpu
                ? Backend.unusable("not started: no GPU that it holds code for; build again with -Pcpu")
                : Backend.probe();
    }

    private static Optional<NativeMemory> probeNativeMemory() {
        try {
            return Optional.of(NativeMemory.probe());
        } catch (RuntimeException | LinkageError absent) {
            return Optional.empty();
        }
    }
}
