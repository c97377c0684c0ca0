package org.masque.model.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads wanted members out of an untrusted {@code .tar.gz}, in one pass, into memory.
 *
 * <p>An archive may be damaged or cut short: what was read before that place can be used.
 *
 * <p>Members go by the last part of their name, and nothing is ever written to disk, so {@code ../} and absolute names
 * do no harm. Links, devices, sparse members and those above the wanted size are skipped and counted. The numbers of
 * members and of unpacked bytes are bounded.
 */
final class TarMembers {
    private static final Logger LOG = LoggerFactory.getLogger(TarMembers.class);
    private static final int MAX_MEMBERS = 10_000;
    private static final long MAX_UNPACKED_BYTES = 1L << 30;
    private static final long MAX_HEADER_BYTES = 1L << 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path archive;
    private final Map<String, Integer> wanted;
    private final Map<String, byte[]> found = new TreeMap<>();
    private int skipped;
    private @Nullable DataException damage;

    private TarMembers(Path archive, Map<String, Integer> wanted) {
        this.archive = archive;
        this.wanted = wanted;
    }

    /**
     * Reads the members, or as many as come before the archive is damaged or cut short.
     *
     * @param wanted the largest size in bytes of each wanted member, by the last part of its name
     */
    static TarMembers read(Path archive, Map<String, Integer> wanted) {
        TarMembers members = new TarMembers(archive, wanted);
        try {
            members.readAll();
        } catch (IOException | IllegalArgumentException damaged) {
            // commons-compress throws IllegalArgumentException, too, for numbers that are none.
            members.damage = new DataException(
                    archive
                            + (isGzip(archive)
                                    ? " cannot be read to its end: it is damaged or cut short (" + damaged.getMessage()
                                            + "); fetch it again"
                                    : " is not compressed by gzip: fetch the archive and no page, pack it with tar -czf,"
                                            + " or unpack it and name the folder"),
                    damaged);
        }
        if (members.skipped > 0) {
            LOG.warn("{}: {} members skipped (links, devices, sparse or too large)", archive, members.skipped);
        }
        return members;
    }

    // Another kind of archive is not mended by another download.
    private static boolean isGzip(Path archive) {
        try (InputStream stream = Files.newInputStream(archive)) {
            byte[] begin = stream.readNBytes(2);
            return GzipCompressorInputStream.matches(begin, begin.length);
        } catch (IOException unreadable) {
            return true;
        }
    }

    /**
     * Some of the wanted members; whatever is not in the archive is missing.
     *
     * @throws DataException if one of them was not found, and the archive could not be read to its end
     */
    Map<String, byte[]> among(Set<String> names) {
        Map<String, byte[]> chosen = new TreeMap<>(found);
        chosen.keySet().retainAll(names);
        if (damage != null && chosen.size() < names.size()) {
            throw damage;
        }
        return chosen;
    }

    private void readAll() throws IOException {
        try (MeteredStream metered =
                        new MeteredStream(new GZIPInputStream(Files.newInputStream(archive), BUFFER_BYTES));
                TarArchiveInputStream tar = new TarArchiveInputStream(metered)) {
            long unpacked = 0;
            long unread = 0;
            for (int count = 0; found.size() < wanted.size(); count++) {
                metered.allow(unread + MAX_HEADER_BYTES);
                TarArchiveEntry entry = tar.getNextEntry();
                if (entry == null) {
                    return;
                }
                unpacked += entry.getSize();
                if (count >= MAX_MEMBERS || unpacked > MAX_UNPACKED_BYTES) {
                    throw new IOException("more than " + MAX_MEMBERS + " members or " + MAX_UNPACKED_BYTES + " bytes");
                }
                metered.allow(entry.getSize());
                unread = readMember(tar, entry) ? 0 : entry.getSize();
            }
        }
    }

    // Returns whether the member's bytes were read; if not, the step to the next member passes over them.
    private boolean readMember(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        String path = FileNames.usual(entry.getName());
        String name = path.substring(path.lastIndexOf('/') + 1);
        Integer limit = wanted.get(name);
        boolean plain = isPlainFile(entry);
        if (plain && limit != null && entry.getSize() <= limit && !found.containsKey(name)) {
            // Not readNBytes(size), which collects pieces and copies them: twice the memory, for files of 30 MB.
            byte[] content = new byte[(int) entry.getSize()];
            if (tar.readNBytes(content, 0, content.length) != content.length) {
                throw new IOException("the archive ends inside " + entry.getName());
            }
            found.put(name, content);
            return true;
        }
        if (!entry.isDirectory() && (!plain || limit != null)) {
            skipped++;
        }
        return false;
    }

    // TarArchiveEntry.isFile counts devices and pipes as files.
    private static boolean isPlainFile(TarArchiveEntry entry) {
        byte type = entry.getLinkFlag();
        return (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM)
                && !entry.isDirectory()
                && !entry.isSparse();
    }
}
