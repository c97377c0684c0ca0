package org.masque.model.kernels.simd;

/** Checks patch numbers: memory outside a tensor must never be read. */
final class PatchNumbers {
    private PatchNumbers() {}

    static int checked(int patch, int patches) {
        if (patch < 0 || patch >= patches) {
            throw new IllegalArgumentException("patch " + patch + " of a grid of " + patches);
        }
        return patch;
    }
}
