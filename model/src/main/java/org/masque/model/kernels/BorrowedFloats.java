package org.masque.model.kernels;

import org.bytedeco.javacpp.FloatPointer;

/** A native pointer that is aimed at borrowed memory again and again: no allocation for a call, and nothing to free. */
final class BorrowedFloats extends FloatPointer {
    BorrowedFloats() {
        super();
    }

    FloatPointer at(long floatAddress) {
        address = floatAddress;
        return this;
    }
}
