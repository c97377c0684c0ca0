package org.masque.config;

/** Where the images come from. */
public enum DataKind {
    @Meaning("Generated scenes of coloured shapes, drawn from the seed: no files needed.")
    SHAPES,
    @Meaning("The binary version of CIFAR-10, as the published archive or its unpacked folder.")
    CIFAR10,
    @Meaning("A folder, or an archive, of image files, with one folder a class, or images only.")
    FOLDER
}
