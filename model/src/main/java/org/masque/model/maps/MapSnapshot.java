package org.masque.model.maps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The maps of a store at one moment, in ordinary memory; it never changes and needs no closing. */
public final class MapSnapshot {
    private final MapFileLayout layout;
    private final List<ByteBuffer> chunks;

    MapSnapshot(MapFileLayout layout, List<ByteBuffer> chunks) {
        this.layout = layout;
        this.chunks = List.copyOf(chunks);
    }

    /** The size of the file that {@link #writeTo} makes. */
    public long bytes() {
        return layout.fileBytes();
    }

    /**
     * Writes the maps to a new file, and waits until it is on disk.
     *
     * @param target a file that does not exist yet; {@link MapStore} can open or restore it
     */
    public void writeTo(Path target) throws IOException {
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            MapFileLayout.writeFully(file, layout.header());
            for (ByteBuffer chunk : chunks) {
                MapFileLayout.writeFully(file, chunk.duplicate());
            }
            file.force(true);
        }
    }
}
