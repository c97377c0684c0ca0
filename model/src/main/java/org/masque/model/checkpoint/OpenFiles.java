package org.masque.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * New files that stay open until all are written, in the order of their creation.
 *
 * <p>Open, since a disk tells of a failed write whoever had the file open then.
 */
final class OpenFiles implements Closeable {
    private final List<FileChannel> channels = new ArrayList<>();

    /** Creates a file, which must not exist; the channel is borrowed. */
    FileChannel create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channels.add(channel);
        return channel;
    }

    List<FileChannel> channels() {
        return channels;
    }

    /** Closes all, whichever fails. */
    @Override
    public void close() throws IOException {
        @Nullable IOException first = null;
        for (FileChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
