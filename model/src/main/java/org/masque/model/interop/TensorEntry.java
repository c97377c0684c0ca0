package org.masque.model.interop;

import java.nio.file.Path;

/**
 * What the header says of one tensor, already checked against itself.
 *
 * @param name the key in the header
 * @param type of the elements
 * @param shape lengths of the axes, none negative; empty for a single number
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
record TensorEntry(String name, ElementType type, long[] shape, long begin, long end) {
    /**
     * Checks shape and offsets against each other.
     *
     * @param file for the message
     * @param offsets begin and end
     */
    static TensorEntry checked(Path file, String name, ElementType type, long[] shape, long[] offsets)
            throws SafetensorsException {
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
            throw new SafetensorsException(file, name, "data_offsets are not [begin, end] with 0 <= begin <= end");
        }
        long needed = bytes(file, name, type, shape);
        long given = offsets[1] - offsets[0];
        if (needed != given) {
            throw new SafetensorsException(
                    file, name, "dtype " + type + " and shape need " + needed + " bytes, data_offsets give " + given);
        }
        return new TensorEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private static long bytes(Path file, String name, ElementType type, long[] shape) throws SafetensorsException {
        long bytes = type.bytes();
        for (long axis : shape) {
            if (axis < 0) {
                throw new SafetensorsException(file, name, "shape has a negative axis: " + axis);
            }
            if (axis != 0 && bytes > Long.MAX_VALUE / axis) {
                throw new SafetensorsException(file, name, "the product of its shape overflows 64 bits");
            }
            bytes *= axis;
        }
        return bytes;
    }

    /** The number of elements. */
    long length() {
        return (end - begin) / type.bytes();
    }
}
