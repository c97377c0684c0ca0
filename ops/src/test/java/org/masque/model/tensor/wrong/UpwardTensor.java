package org.masque.model.tensor.wrong;

import org.masque.masking.wrong.EverythingHelper;
import org.masque.model.kernels.simd.wrong.HiddenKernel;

/** Imports a package above its own and closes a cycle; no part of the trainer. */
public final class UpwardTensor {
    HiddenKernel kernel;
    EverythingHelper helper;
}
