package org.masque.model.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/**
 * The files in a {@code .zip}, read in place.
 *
 * <p>Entries are only read as streams, so their names can do no harm. The archive stays open until {@link #close}.
 */
final class ZipTree implements FileTree {
    private static final int END_BYTES = 22;
    private static final int END_RECORD = 0x06054b50;

    private final Path archive;
    private final ZipEntries entries;

    private ZipTree(Path archive, ZipEntries entries) {
        this.archive = archive;
        this.entries = entries;
    }

    /**
     * Opens an archive and lists it.
     *
     * @return the tree, which the caller closes
     * @throws DataException if it is no zip, or damaged
     */
    static ZipTree open(Path archive) {
        if (!Files.isRegularFile(archive)) {
            throw new DataException(archive + " is not a file");
        }
        try {
            requireWhole(archive);
            Optional<ZipEntries> plain = PlainZip.open(archive);
            return new ZipTree(archive, plain.isPresent() ? plain.get() : OddZip.open(archive));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new DataException(archive + " " + wrong(archive, unusable), unusable);
        }
    }

    // Readers take the last part of a split archive for all of it. The end record is last, unless a comment follows.
    private static void requireWhole(Path archive) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(archive)) {
            file.read(end, Math.max(0, file.size() - END_BYTES));
        }
        int part = Short.toUnsignedInt(end.getShort(4));
        if (end.getInt(0) == END_RECORD && part > 0 && part < 0xFFFF) {
            throw new DataException(archive + " is part " + (part + 1) + " of a split .zip; join them: zip -s 0 '"
                    + archive + "' --out whole.zip, then data.path=whole.zip");
        }
    }

    private static String wrong(Path archive, Exception unusable) {
        try (InputStream stream = Files.newInputStream(archive)) {
            String begin = new String(stream.readNBytes(16), StandardCharsets.ISO_8859_1);
            if (begin.isEmpty()) {
                return "is empty; fetch it again";
            }
            if (begin.startsWith("PK")) {
                return "is not a whole .zip: " + unusable.getMessage() + "; fetch it again";
            }
            return "is no .zip: it begins with \"" + begin.replaceAll("[^ -~]", "?")
                    + "\". Unpack an archive of another kind and name the folder; instead of a page or a pointer fetch the file";
        } catch (IOException unreadable) {
            return "cannot be read: " + unreadable;
        }
    }

    @Override
    public String origin() {
        return archive.toString();
    }

    @Override
    public Map<String, Long> sizes() {
        return entries.sizes();
    }

    @Override
    public Map<String, String> unreadable() {
        return entries.unreadable();
    }

    @Override
    public String remedy() {
        String folder = archive.toString().replaceFirst("(?i)\\.zip$", "");
        return "unpack it and name the folder: 7z x '" + archive + "' -o'" + folder + "', then data.path=" + folder;
    }

    @Override
    public byte[] read(String name) throws BadImageException {
        String title = title(name);
        String known = entries.unreadable().get(name);
        ZipEntry entry = entries.find(name);
        if (known != null) {
            throw new BadImageException(title, SkipReason.UNREADABLE, known);
        }
        if (entry == null) {
            throw new BadImageException(title, SkipReason.VANISHED, "no longer in the archive");
        }
        try (InputStream stream = entries.open(entry)) {
            byte[] content = EncodedBytes.read(title, stream);
            requireChecksum(title, entry, content);
            return content;
        } catch (IOException | RuntimeException failed) {
            throw isDamage(entry, failed)
                    ? new BadImageException(
                            title, SkipReason.UNDECODABLE, "damaged entry (" + failed.getMessage() + ")")
                    : new BadImageException(title, SkipReason.VANISHED, "cannot be read any more (" + failed + ")");
        }
    }

    // What unpacks the rarer methods throws anything.
    private static boolean isDamage(ZipEntry entry, Exception failed) {
        boolean common = entry.getMethod() == ZipEntry.STORED || entry.getMethod() == ZipEntry.DEFLATED;
        return !common || failed instanceof ZipException || failed instanceof EOFException;
    }

    // Readers of archives check none, and decoders show damaged pixels without a word.
    private static void requireChecksum(String title, ZipEntry entry, byte[] content) throws BadImageException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        if (checksum.getValue() != entry.getCrc()) {
            throw new BadImageException(title, SkipReason.UNDECODABLE, "the entry's checksum is wrong");
        }
    }

    @Override
    public String title(String name) {
        return archive + "!" + name;
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
