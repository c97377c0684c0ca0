package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Snapshots whose content follows from their step, so that a mixed-up file shows. */
final class Snapshots {
    static final Retention KEEP_TWO = new Retention(2, 0);
    private static final int BYTES = 20_000;

    private Snapshots() {}

    static CheckpointContent of(long step) {
        return of(step, 0);
    }

    static CheckpointContent of(long step, long epoch) {
        return new CheckpointContent(
                step,
                epoch,
                "cafe",
                Map.of("cursor", "at " + step),
                List.of(file("weights", step), file("moments", step)));
    }

    private static CheckpointFile file(String name, long step) {
        return new CheckpointFile(name + ".bin", channel -> {
            ByteBuffer content = ByteBuffer.wrap(content(name, step));
            while (content.hasRemaining()) {
                channel.write(content);
            }
        });
    }

    private static byte[] content(String name, long step) {
        byte[] content = new byte[BYTES];
        new SplittableRandom(step * 31 + name.hashCode()).nextBytes(content);
        return content;
    }

    /** Checks every byte and word against what the step must have saved. */
    static void assertWhole(Checkpoint checkpoint) throws IOException {
        long step = checkpoint.manifest().step();
        assertThat(checkpoint.folder()).hasFileName("step-%06d".formatted(step));
        assertThat(checkpoint.manifest().state()).isEqualTo(Map.of("cursor", "at " + step));
        for (String name : List.of("weights", "moments")) {
            assertThat(Files.readAllBytes(checkpoint.file(name + ".bin"))).isEqualTo(content(name, step));
        }
    }
}
