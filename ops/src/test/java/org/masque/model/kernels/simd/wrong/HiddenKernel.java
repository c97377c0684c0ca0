package org.masque.model.kernels.simd.wrong;

/** Stands where nobody may look; no part of the trainer. */
public final class HiddenKernel {}
