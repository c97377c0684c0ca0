package org.masque.model.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.UnicodePathExtraField;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.compressors.xz.XZUtils;
import org.apache.commons.compress.compressors.zstandard.ZstdUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any {@code .zip}: names in an old code page, with backslashes or {@code ./}, other methods than deflate, and entries
 * that are encrypted, which are listed and not read.
 */
final class OddZip implements ZipEntries {
    private static final Logger LOG = LoggerFactory.getLogger(OddZip.class);
    private static final int AES = ZipMethod.AES_ENCRYPTED.getCode();

    private final ZipFile zip;
    private final Map<String, ZipArchiveEntry> entries = new HashMap<>();
    private final Map<String, Long> sizes = new TreeMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();
    private int replaced;

    private OddZip(Path archive, ZipFile zip) {
        this.zip = zip;
        List<ZipArchiveEntry> all = Collections.list(zip.getEntries());
        Charset codePage =
                FileNames.codePage(all.stream().map(ZipArchiveEntry::getRawName).toList());
        all.forEach(entry -> add(entry, codePage));
        if (replaced > 0) {
            LOG.warn(
                    "{}: entries with the name of a later one, which alone is read, as if unpacked: {}",
                    archive,
                    replaced);
        }
    }

    /** Opens and lists it. */
    static OddZip open(Path archive) throws IOException {
        // Of a name only the bytes are asked for, and ISO 8859-1 refuses none. The header before each entry is not
        // needed for
        // the list, and one that is damaged would spoil them all.
        ZipFile zip = ZipFile.builder()
                .setPath(archive)
                .setCharset(StandardCharsets.ISO_8859_1)
                .setIgnoreLocalFileHeader(true)
                .get();
        try {
            return new OddZip(archive, zip);
        } catch (RuntimeException damaged) {
            zip.close();
            throw damaged;
        }
    }

    private void add(ZipArchiveEntry entry, Charset codePage) {
        String name = nameOf(entry, codePage);
        ZipArchiveEntry same = entries.get(name);
        if (same != null && Arrays.equals(same.getRawName(), entry.getRawName())) {
            replaced++;
            unreadable.remove(name);
        } else if (same != null) {
            name = FileNames.unique(name, entries.keySet());
        }
        entries.put(name, entry);
        sizes.put(name, entry.getSize());
        String obstacle = obstacle(entry);
        if (obstacle != null) {
            unreadable.put(name, obstacle);
        }
    }

    private static String nameOf(ZipArchiveEntry entry, Charset codePage) {
        byte[] raw = entry.getRawName();
        return unicodeName(entry, raw).map(FileNames::usual).orElseGet(() -> FileNames.ofBytes(raw, codePage));
    }

    // The same name again in UTF-8, valid as long as nobody changed the first.
    private static Optional<String> unicodeName(ZipArchiveEntry entry, byte[] raw) {
        if (!(entry.getExtraField(UnicodePathExtraField.UPATH_ID) instanceof UnicodePathExtraField field)
                || field.getUnicodeName() == null) {
            return Optional.empty();
        }
        CRC32 checksum = new CRC32();
        checksum.update(raw);
        return checksum.getValue() == field.getNameCRC32()
                ? Optional.of(new String(field.getUnicodeName(), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private @Nullable String obstacle(ZipArchiveEntry entry) {
        if (entry.getMethod() == AES) {
            return "it is encrypted (AES)";
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            return "it is encrypted (ZipCrypto)";
        }
        ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
        boolean isRead = method != null
                && switch (method) {
                    case XZ -> XZUtils.isXZCompressionAvailable();
                    case ZSTD, ZSTD_DEPRECATED -> ZstdUtils.isZstdCompressionAvailable();
                    default -> zip.canReadEntryData(entry);
                };
        return isRead
                ? null
                : "it is compressed by method " + entry.getMethod() + (method == null ? "" : " (" + method + ")")
                        + ", which is not read here";
    }

    @Override
    public Map<String, Long> sizes() {
        return sizes;
    }

    @Override
    public Map<String, String> unreadable() {
        return unreadable;
    }

    @Override
    public @Nullable ZipEntry find(String name) {
        return entries.get(name);
    }

    // To find where the bytes begin, the library moves the one position of the file; they are read without it.
    @Override
    public synchronized InputStream open(ZipEntry entry) throws IOException {
        return zip.getInputStream((ZipArchiveEntry) entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
