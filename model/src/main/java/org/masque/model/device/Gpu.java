package org.masque.model.device;

/**
 * One NVIDIA GPU, as {@code nvidia-smi} lists it.
 *
 * @param index its number
 * @param name e.g. NVIDIA A100-SXM4-40GB
 * @param capability its generation
 * @param memoryMib its memory, MiB
 * @param driver the version of the driver
 */
public record Gpu(int index, String name, ComputeCapability capability, long memoryMib, String driver) {
    private static final int FIELDS = 5;

    /**
     * Reads one line of {@code nvidia-smi --query-gpu=index,name,compute_cap,memory.total,driver_version
     * --format=csv,noheader,nounits}.
     *
     * @throws IllegalArgumentException if the line is something else
     */
    static Gpu parse(String line) {
        String[] fields = line.split("\\s*,\\s*", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("nvidia-smi said '" + line + "'; expected " + FIELDS + " fields");
        }
        return new Gpu(
                Integer.parseInt(fields[0].strip()),
                fields[1],
                ComputeCapability.parse(fields[2]),
                Long.parseLong(fields[3]),
                fields[4].strip());
    }

    /**
     * Says plainly whether a build can compute on this GPU. Only the presence of code is known: no kernel is run.
     *
     * @param kind what the build was made for
     */
    public String verdict(Backend.Kind kind) {
        String generation = "compute capability " + capability + ": ";
        if (!CudaCode.covers(capability)) {
            return generation + "cannot be used: ND4J-CUDA holds code for " + CudaCode.OLDEST + " to " + CudaCode.NEWEST
                    + " only, and no PTX; train on the processor";
        }
        if (kind != Backend.Kind.CUDA) {
            return generation + "not used by this build; -Pcuda holds code for it (not verified)";
        }
        return generation + "this build holds code for it (not verified)";
    }
}
