package org.masque.actors.wire;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes under any manifest are a message or rejected, and cost less than 1 MB.
 *
 * <p>Here the seeds in the resources are tried; {@code JAZZER_FUZZ=1} before the same command goes on from them.
 */
class WireFuzzTest {
    private static final long MOST_ALLOCATED = 1_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final WireCodec TEST = TestMessages.codec();
    private static final WireCodec MASQUE = new WireCodec(WireClasses.load(), WireLimits.USUAL);
    private static final List<String> MANIFESTS = WireClasses.load().all().stream()
            .filter(WireClass::isMessage)
            .map(WireClass::manifest)
            .toList();

    @FuzzTest(maxDuration = "5m")
    void messagesOfMasque(FuzzedDataProvider data) {
        String manifest = data.pickValue(MANIFESTS);
        check(MASQUE, manifest, data.consumeRemainingAsBytes());
    }

    @FuzzTest(maxDuration = "5m")
    void messagesOfAllTypes(byte[] bytes) {
        check(TEST, "Everything/1", bytes);
        check(TEST, "Tree/1", bytes);
    }

    private static void check(WireCodec codec, String manifest, byte[] bytes) {
        // The first time loads classes, which counts as the thread's.
        decoded(codec, manifest, bytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Object message = decoded(codec, manifest, bytes);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated >= MOST_ALLOCATED) {
            throw new AssertionError(bytes.length + " bytes cost " + allocated);
        }
        if (message != null) {
            // What was read can be written and read again.
            codec.decode(manifest, codec.encode(message));
        }
    }

    private static @Nullable Object decoded(WireCodec codec, String manifest, byte[] bytes) {
        try {
            return codec.decode(manifest, bytes);
        } catch (WireException expected) {
            return null;
        }
    }
}
