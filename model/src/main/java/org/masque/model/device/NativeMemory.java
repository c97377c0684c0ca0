package org.masque.model.device;

import org.bytedeco.javacpp.Pointer;

/**
 * The limits that JavaCPP sets on memory outside the heap, in bytes; 0 is no limit.
 *
 * @param limit the most that JavaCPP's own pointers may hold, which ND4J's arrays are not counted among,
 *     {@code -Dorg.bytedeco.javacpp.maxbytes}
 * @param physicalLimit the most the whole process may occupy, {@code -Dorg.bytedeco.javacpp.maxphysicalbytes}
 * @param physical what the process occupies now
 */
public record NativeMemory(long limit, long physicalLimit, long physical) {
    /** Asks JavaCPP, which loads its native code. */
    public static NativeMemory probe() {
        return new NativeMemory(Pointer.maxBytes(), Pointer.maxPhysicalBytes(), Pointer.physicalBytes());
    }
}
