package org.masque.model.tensor;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves off-heap memory behind, and says where it was made.
 *
 * <p>Use as {@code @ExtendWith(NoTensorLeaks.class)} on every class whose tests touch tensors. Classes of one JVM must
 * not run in parallel.
 */
public final class NoTensorLeaks implements BeforeAllCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        requireNone("an earlier test class left these behind");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        requireNone(context.getDisplayName() + " left these behind");
    }

    private static void requireNone(String blame) {
        if (TensorLedger.live() != 0) {
            throw new AssertionError(blame + ": " + TensorLedger.origins());
        }
    }
}
