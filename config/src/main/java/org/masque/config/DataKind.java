package org.masque.config;

/** Where the images come from. */
public enum DataKind {
    /** Synthetic scenes of coloured shapes, drawn from the seed: no files needed. */
    SHAPES,
    /** The binary version of CIFAR-10, as the published archive or its unpacked folder. */
    CIFAR10,
    /** A folder, or an archive, of image files, one sub-folder a class. */
    FOLDER
}
