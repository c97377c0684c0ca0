package org.masque.model.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import org.masque.model.tensor.Tensor;

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
            if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
                throw new IOException("safetensors are little-endian, and this machine is not");
            }
            for (long done = 0; done < length(); done += CHUNK) {
                int count = (int) Math.min(CHUNK, length() - done);
                Tensor part = values.slice(done, count);
                ByteBuffer memory = part.bytes().slice(part.start(), count * Float.BYTES);
                SafetensorsWriter.writeFully(memory.asReadOnlyBuffer(), target);
            }
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

    private static ByteBuffer chunk(int elements) {
        return ByteBuffer.allocate(Math.min(CHUNK, elements) * 4).order(ByteOrder.LITTLE_ENDIAN);
    }
}
