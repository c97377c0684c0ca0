package org.masque.model.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** The entries of an open {@code .zip} by their {@linkplain FileNames usual} names; safe for many threads. */
interface ZipEntries extends Closeable {
    /** As {@link FileTree#sizes}. */
    Map<String, Long> sizes();

    /** As {@link FileTree#unreadable}. */
    Map<String, String> unreadable();

    /** One of them, or null. */
    @Nullable
    ZipEntry find(String name);

    /** Its bytes, unpacked. */
    InputStream open(ZipEntry entry) throws IOException;
}
