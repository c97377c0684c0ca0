package org.masque.model.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Image files in a folder or a {@code .zip}, with class folders or without; {@link ImageListing} tells the layouts. */
public final class FileSource implements ImageSource {
    private final FileTree tree;
    private final ImageListing listing;
    private final List<String> classNames;
    private final ImageDecoder decoder;

    private FileSource(FileTree tree, Layout layout, ImageDecoder decoder) {
        this.tree = tree;
        this.listing = layout.list(tree);
        this.classNames = ClassTitles.apply(tree.text(ClassTitles.FILE).orElse(""), listing.classFolders());
        this.decoder = decoder;
    }

    /**
     * Lists a folder; reads no image yet.
     *
     * @throws DataException if it cannot be listed, holds no image that can be read, or a class folder holds none
     */
    static FileSource ofFolder(Path folder, Layout layout, ImageDecoder decoder) {
        return new FileSource(FolderTree.open(folder), layout, decoder);
    }

    /**
     * Opens an archive and lists it; reads no image yet.
     *
     * @return the source, which the caller closes
     * @throws DataException as above, or if it is no zip, or damaged
     */
    static FileSource ofZip(Path archive, Layout layout, ImageDecoder decoder) {
        FileTree zip = ZipTree.open(archive);
        try {
            return new FileSource(zip, layout, decoder);
        } catch (RuntimeException failed) {
            closeAfter(zip, failed);
            throw failed;
        }
    }

    /** Closes what cannot be used because of something that is thrown next. */
    static void closeAfter(Closeable unused, RuntimeException failed) {
        try {
            unused.close();
        } catch (IOException second) {
            failed.addSuppressed(second);
        }
    }

    /** The files that the images are among. */
    FileTree tree() {
        return tree;
    }

    /** What a person should know of how the files were understood, in sentences. */
    List<String> remarks() {
        return listing.remarks();
    }

    /** The name of an image in its tree. */
    String file(int id) {
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
        return decoder.decode(name(id), tree.read(file(id)), reduction);
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
        return tree.title(file(id));
    }

    @Override
    public String fingerprint() {
        return listing.fingerprint(classNames);
    }

    @Override
    public void close() throws IOException {
        tree.close();
    }
}
