package org.masque.model.tensor;

import java.io.IOException;

/** A snapshot cannot be read to its end: what it was of has changed, and there was no memory to keep it as it was. */
public final class SnapshotLostException extends IOException {
    SnapshotLostException(NativeMemoryException noRoom) {
        super("training overtook the writer, and what it overwrote could not be kept: " + noRoom.getMessage(), noRoom);
    }
}
