package org.masque.model.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Image files in a {@code .zip}, read in place; {@link ImageListing} tells the layouts.
 *
 * <p>Entries are only read as streams, so their names can do no harm. The archive stays open until {@link #close}.
 */
public final class ZipSource implements ImageSource {
    private final Path archive;
    private final ZipFile zip;
    private final Map<String, Long> sizes = new TreeMap<>();
    private final ImageListing listing;
    private final List<String> classNames;
    private final ImageDecoder decoder;

    private ZipSource(Path archive, ZipFile zip, Layout layout, ImageDecoder decoder) throws IOException {
        this.archive = archive;
        this.zip = zip;
        this.decoder = decoder;
        zip.stream().forEach(entry -> sizes.put(entry.getName(), entry.getSize()));
        this.listing = layout.list(archive.toString(), sizes.keySet());
        this.classNames = ClassTitles.apply(titles(), listing.classFolders());
    }

    /**
     * Opens an archive and lists it; reads no image yet.
     *
     * @return the source, which the caller closes
     * @throws DataException if it is no zip, or damaged, or holds no image, or a class folder holds none
     */
    static ZipSource open(Path archive, Layout layout, ImageDecoder decoder) {
        if (!Files.isRegularFile(archive)) {
            throw new DataException(archive + " is not a file");
        }
        try {
            return openListed(archive, layout, decoder);
        } catch (IOException | IllegalArgumentException damaged) {
            // ZipFile throws IllegalArgumentException for names that are not UTF-8.
            throw new DataException(
                    archive + " is not a whole .zip: " + damaged.getMessage() + "; fetch it again", damaged);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // Handed to the source, which closes it; closed here if that fails.
    private static ZipSource openListed(Path archive, Layout layout, ImageDecoder decoder) throws IOException {
        ZipFile zip = new ZipFile(archive.toFile());
        try {
            return new ZipSource(archive, zip, layout, decoder);
        } catch (IOException | RuntimeException failed) {
            zip.close();
            throw failed;
        }
    }

    private byte[] titles() throws IOException {
        ZipEntry entry = zip.getEntry(ClassTitles.FILE);
        if (entry == null) {
            return new byte[0];
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            return stream.readNBytes(ClassTitles.MAX_BYTES);
        }
    }

    /** The name of an image's entry in the archive. */
    String entry(int id) {
        return listing.names().get(id);
    }

    @Override
    public int size() {
        return listing.names().size();
    }

    @Override
    public RawImage read(int id) throws BadImageException {
        return read(id, Reduction.NONE);
    }

    @Override
    public RawImage read(int id, Reduction reduction) throws BadImageException {
        ZipEntry entry = zip.getEntry(listing.names().get(id));
        if (entry == null) {
            throw new BadImageException(name(id), SkipReason.VANISHED, "no longer in the archive");
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            byte[] encoded = EncodedBytes.read(name(id), stream);
            requireChecksum(id, entry, encoded);
            return decoder.decode(name(id), encoded, reduction);
        } catch (ZipException damaged) {
            throw new BadImageException(
                    name(id), SkipReason.UNDECODABLE, "damaged entry (" + damaged.getMessage() + ")");
        } catch (IOException gone) {
            throw new BadImageException(name(id), SkipReason.VANISHED, "cannot be read any more (" + gone + ")");
        }
    }

    // ZipFile checks none itself, and decoders show damaged pixels without a word.
    private void requireChecksum(int id, ZipEntry entry, byte[] encoded) throws BadImageException {
        CRC32 checksum = new CRC32();
        checksum.update(encoded);
        if (checksum.getValue() != entry.getCrc()) {
            throw new BadImageException(name(id), SkipReason.UNDECODABLE, "the entry's checksum is wrong");
        }
    }

    @Override
    public int label(int id) {
        return listing.label(id);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public List<String> classFolders() {
        return listing.classFolders();
    }

    @Override
    public String name(int id) {
        return archive + "!" + listing.names().get(id);
    }

    @Override
    public String fingerprint() {
        return listing.fingerprint(classNames, sizes);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
