package org.masque.config;

/** The images and how a view is cut from one: section {@code data}. */
@Meaning("The images, and how a view is cut from one.")
@Affects(Impact.TRAJECTORY)
public record DataSettings(
        @Meaning("Where the images come from.") DataKind kind,

        @Default("\"\"")
        @Meaning("File or folder of the training images.")
        @FilePath
        @OnlyIf(
                key = "data.kind",
                is = {"cifar10", "folder"})
        String path,

        @Default("\"\"")
        @Affects(Impact.HARMLESS)
        @Meaning("File or folder of the test images, with the class folders of data.path. Empty: the test images that "
                + "data.path itself brings, if it does.")
        @FilePath
        @OnlyIf(
                key = "data.kind",
                is = {"cifar10", "folder"})
        String testPath,

        @Within("[1, 8192]") @Affects(Impact.SHAPE) @Meaning(value = "Rows of a view.", unit = "pixels")
        int imageHeight,

        @Within("[1, 8192]") @Affects(Impact.SHAPE) @Meaning(value = "Columns of a view.", unit = "pixels")
        int imageWidth,

        @Default("[0.485, 0.456, 0.406]")
        @Meaning(
                value =
                        "Subtracted from each channel (red, green, blue) of pixels that lie in 0 to 1. The default is that of "
                                + "ImageNet.",
                unit = "pixel value, 0 to 1")
        Channels mean,

        @Default("[0.229, 0.224, 0.225]")
        @Within("(0, inf)")
        @Meaning(
                value =
                        "Each channel (red, green, blue) is divided by it, after data.mean is subtracted. The default is that "
                                + "of ImageNet.",
                unit = "pixel value, 0 to 1")
        Channels std,

        @Default("[0.2, 1.0]")
        @Within("(0, 1]")
        @Meaning(
                value =
                        "Area of a crop as a share of the image's area. It is drawn between the two numbers for each view.",
                unit = "share")
        Span cropScale,

        @Default("[0.75, 1.3333333]")
        @Within("(0, inf)")
        @Meaning(
                value = "Width of a crop divided by its height. It is drawn between the two numbers for each view.",
                unit = "ratio")
        Span cropRatio,

        @Default("0.5")
        @Within("[0, 1]")
        @Meaning(value = "Chance of a view being mirrored left to right.", unit = "chance")
        double flip,

        @Default("50000000")
        @Within("[1, inf)")
        @Meaning(
                value = "Images with more pixels (rows times columns) are skipped before they are decoded.",
                unit = "pixels")
        @OnlyIf(key = "data.kind", is = "folder")
        long maxPixels,

        @Default("0.01")
        @Within("[0, 1]")
        @Affects(Impact.HARMLESS)
        @Meaning(
                value =
                        "Share of the images that may be bad. A bad image is skipped and named once. Above this share the run "
                                + "stops with 65.",
                unit = "share")
        double skipBudget,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value = "Train on so many images only, spread over the classes by run.seed. 0: on all.",
                unit = "images")
        int limit,

        @Default("4000")
        @Within("[1, inf)")
        @Meaning(value = "Number of training scenes that are generated.", unit = "images")
        @OnlyIf(key = "data.kind", is = "shapes")
        int size,

        @Default("1000")
        @Within("[1, inf)")
        @Affects(Impact.HARMLESS)
        @Meaning(value = "Number of test scenes that are generated.", unit = "images")
        @OnlyIf(key = "data.kind", is = "shapes")
        int testSize,

        @Default("1")
        @Within("[1, inf)")
        @Affects(Impact.HARMLESS)
        @Meaning(value = "Threads that decode images and cut views.", unit = "threads")
        int loaders,

        @Default("4")
        @Within("[1, inf)")
        @Affects(Impact.HARMLESS)
        @Meaning(value = "Batches that are kept ready ahead of training. More take more memory.", unit = "batches")
        int readyBatches) {
    public DataSettings {
        Checks.require(
                DataSettings.class,
                kind,
                path,
                testPath,
                imageHeight,
                imageWidth,
                mean,
                std,
                cropScale,
                cropRatio,
                flip,
                maxPixels,
                skipBudget,
                limit,
                size,
                testSize,
                loaders,
                readyBatches);
    }
}
