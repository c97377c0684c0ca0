package org.masque.model.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorSnapshot;

/** The values of one tensor to be written, borrowed from the caller; all types have 4 bytes an element. */
sealed interface TensorPayload {
    /** Elements handed to the channel at once: 1 MiB, so that nothing is held twice. */
    int CHUNK = 1 << 18;

    ElementType type();

    /** The lengths of the axes; not to be changed. */
    long[] shape();

    long length();

    /** Writes all elements, little-endian and row-major. */
    void writeTo(WritableByteChannel target) throws IOException;

    default long bytes() {
        return length() * type().bytes();
    }

    /** Floats off the heap, written from where they are. */
    record OffHeapFloats(Tensor values) implements TensorPayload {
        @Override
        public ElementType type() {
            return ElementType.F32;
        }

        @Override
        public long[] shape() {
            return values.shape();
        }

        @Override
        public long length() {
            return values.length();
        }

        @Override
        public void writeTo(WritableByteChannel target) throws IOException {
            requireLittleEndian();
            for (long done = 0; done < length(); done += CHUNK) {
                int count = (int) Math.min(CHUNK, length() - done);
                writeFully(values.slice(done, count), target);
            }
        }
    }

    /**
     * Floats of a snapshot, written once, chunk by chunk.
     *
     * @param from first float in the snapshot
     */
    record SnapshotFloats(TensorSnapshot snapshot, long from, long[] shape) implements TensorPayload {
        @Override
        public ElementType type() {
            return ElementType.F32;
        }

        @Override
        public long length() {
            return Arrays.stream(shape).reduce(1, Math::multiplyExact);
        }

        @Override
        public void writeTo(WritableByteChannel target) throws IOException {
            requireLittleEndian();
            snapshot.drain(from, length(), floats -> writeFully(floats, target));
        }
    }

    /** Floats of an array. */
    record Floats(float[] values, long[] shape) implements TensorPayload {
        @Override
        public ElementType type() {
            return ElementType.F32;
        }

        @Override
        public long length() {
            return values.length;
        }

        @Override
        public void writeTo(WritableByteChannel target) throws IOException {
            ByteBuffer chunk = chunk(values.length);
            for (int done = 0; done < values.length; done += CHUNK) {
                int count = Math.min(CHUNK, values.length - done);
                chunk.clear().limit(count * Float.BYTES);
                chunk.asFloatBuffer().put(values, done, count);
                SafetensorsWriter.writeFully(chunk, target);
            }
        }
    }

    /** Ints of an array. */
    record Ints(int[] values, long[] shape) implements TensorPayload {
        @Override
        public ElementType type() {
            return ElementType.I32;
        }

        @Override
        public long length() {
            return values.length;
        }

        @Override
        public void writeTo(WritableByteChannel target) throws IOException {
            ByteBuffer chunk = chunk(values.length);
            for (int done = 0; done < values.length; done += CHUNK) {
                int count = Math.min(CHUNK, values.length - done);
                chunk.clear().limit(count * Integer.BYTES);
                chunk.asIntBuffer().put(values, done, count);
                SafetensorsWriter.writeFully(chunk, target);
            }
        }
    }

    private static void requireLittleEndian() throws IOException {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IOException("safetensors are little-endian, and this machine is not");
        }
    }

    private static void writeFully(Tensor part, WritableByteChannel target) throws IOException {
        int bytes = Math.toIntExact(part.length() * Float.BYTES);
        SafetensorsWriter.writeFully(part.bytes().slice(part.start(), bytes).asReadOnlyBuffer(), target);
    }

    private static ByteBuffer chunk(int elements) {
        return ByteBuffer.allocate(Math.min(CHUNK, elements) * 4).order(ByteOrder.LITTLE_ENDIAN);
    }
}
