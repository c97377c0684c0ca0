package org.masque.model.kernels;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * Products of many small matrices in one call of oneDNN.
 *
 * <p>A call for each matrix takes 64 to 128 KB of scratch memory from the C library and gives it back, which costs more
 * than a product of 17 tokens and makes threads queue for that memory. Here the library keeps its scratch memory, one
 * for a thread. What it compiles for a size and layout is kept until {@link #close}. For one thread at a time.
 */
final class OneDnnBatches implements AutoCloseable {
    private final dnnl_engine engine = new dnnl_engine();
    private final dnnl_stream stream = new dnnl_stream();
    private final Map<Shapes, Product> products = new HashMap<>();
    private boolean open = true;

    /** How a batch lies in memory, without where. */
    private record Layout(
            long images,
            long heads,
            long rows,
            long columns,
            long imageStride,
            long headStride,
            long rowStride,
            long columnStride) {
        static Layout of(MatrixBatch batch) {
            Matrix matrix = batch.first();
            boolean turned = matrix.isTransposed();
            return new Layout(
                    batch.images(),
                    batch.heads(),
                    matrix.rows(),
                    matrix.columns(),
                    batch.imageStride(),
                    batch.headStride(),
                    turned ? 1 : matrix.stride(),
                    turned ? matrix.stride() : 1);
        }

        dnnl_memory_desc described() {
            dnnl_memory_desc described = new dnnl_memory_desc();
            long[] sizes = {images, heads, rows, columns};
            long[] strides = {imageStride, headStride, rowStride, columnStride};
            check(dnnl.dnnl_memory_desc_create_with_strides(described, sizes.length, sizes, dnnl.dnnl_f32, strides));
            return described;
        }
    }

    private record Shapes(Layout a, Layout b, Layout c) {}

    /** What the library compiled for some shapes, and three operands to aim. */
    private static final class Product implements AutoCloseable {
        private static final int[] ROLES = {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST};

        private final dnnl_primitive primitive = new dnnl_primitive();
        private final dnnl_memory[] operands = new dnnl_memory[ROLES.length];
        private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(ROLES.length);
        private final BorrowedFloats aim = new BorrowedFloats();

        Product(Shapes shapes, dnnl_engine engine) {
            dnnl_memory_desc[] layouts = {shapes.a.described(), shapes.b.described(), shapes.c.described()};
            dnnl_primitive_desc described = new dnnl_primitive_desc();
            dnnl_memory_desc noBias = null;
            dnnl_primitive_attr usual = null;
            check(dnnl.dnnl_matmul_primitive_desc_create(
                    described, engine, layouts[0], layouts[1], noBias, layouts[2], usual));
            check(dnnl.dnnl_primitive_create(primitive, described));
            check(dnnl.dnnl_primitive_desc_destroy(described));
            Pointer nowhere = null;
            for (int i = 0; i < ROLES.length; i++) {
                operands[i] = new dnnl_memory();
                check(dnnl.dnnl_memory_create(operands[i], layouts[i], engine, nowhere));
                check(dnnl.dnnl_memory_desc_destroy(layouts[i]));
                arguments.position(i).arg(ROLES[i]).memory(operands[i]);
            }
            arguments.position(0);
        }

        void run(dnnl_stream stream, MatrixBatch a, MatrixBatch b, MatrixBatch c) {
            aimAt(0, a);
            aimAt(1, b);
            aimAt(2, c);
            check(dnnl.dnnl_primitive_execute(primitive, stream, ROLES.length, arguments));
        }

        private void aimAt(int operand, MatrixBatch batch) {
            check(dnnl.dnnl_memory_set_data_handle(
                    operands[operand], aim.at(batch.first().address())));
        }

        @Override
        public void close() {
            for (dnnl_memory operand : operands) {
                check(dnnl.dnnl_memory_destroy(operand));
            }
            check(dnnl.dnnl_primitive_destroy(primitive));
            arguments.close();
        }
    }

    OneDnnBatches() {
        check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0));
        check(dnnl.dnnl_stream_create(stream, engine, dnnl.dnnl_stream_default_flags));
    }

    /** c = a b for every matrix of a batch. */
    void multiply(MatrixBatch a, MatrixBatch b, MatrixBatch c) {
        Shapes shapes = new Shapes(Layout.of(a), Layout.of(b), Layout.of(c));
        products.computeIfAbsent(shapes, missing -> new Product(missing, engine))
                .run(stream, a, b, c);
    }

    private static void check(int status) {
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN failed with status " + status);
        }
    }

    /** Frees all; a second time nothing. */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        products.values().forEach(Product::close);
        products.clear();
        check(dnnl.dnnl_stream_destroy(stream));
        check(dnnl.dnnl_engine_destroy(engine));
    }
}
