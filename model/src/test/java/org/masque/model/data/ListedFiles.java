package org.masque.model.data;

import java.util.Map;
import java.util.TreeMap;

/** A tree of which only the names are known. */
record ListedFiles(Map<String, Long> sizes, Map<String, String> unreadable) implements FileTree {
    /** Files of one byte, and folders where a name ends with a slash. */
    static ListedFiles of(String... names) {
        ListedFiles files = new ListedFiles(new TreeMap<>(), new TreeMap<>());
        for (String name : names) {
            files.sizes.put(name, name.endsWith("/") ? 0L : 1L);
        }
        return files;
    }

    /** One more, which cannot be read. */
    ListedFiles with(String name, String why) {
        sizes.put(name, -1L);
        unreadable.put(name, why);
        return this;
    }

    @Override
    public String origin() {
        return "set";
    }

    @Override
    public String remedy() {
        return "mend it";
    }

    @Override
    public byte[] read(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public String title(String name) {
        return "set/" + name;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
