package org.masque.model.kernels;

class Nd4jKernelsTest extends KernelsLaws {
    @Override
    Kernels open() {
        return new Nd4jKernels();
    }
}
