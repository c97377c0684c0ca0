package org.masque.model.data;

/** The kinds of data set that {@link ImageSources} opens. */
public enum SourceKind {
    /** CIFAR-10, binary version: a folder or a {@code .tar.gz}. */
    CIFAR10,
    /** Image files: a folder or a {@code .zip}. */
    IMAGES,
    /** Scenes that are generated; needs no files. */
    SHAPES
}
