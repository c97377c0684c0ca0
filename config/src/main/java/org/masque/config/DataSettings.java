package org.masque.config;

/**
 * The images and how a view is cut from one: section {@code data}.
 *
 * @param kind where the images come from
 * @param path file or folder of the training images; required unless {@code kind = shapes}
 * @param testPath file or folder of the test images, with the class folders of {@code path}; empty: what {@code path}
 *     itself brings
 * @param imageHeight rows of a view, in pixels, 1 to 8192
 * @param imageWidth columns of a view, in pixels, 1 to 8192
 * @param mean subtracted from each channel of pixels in 0..1
 * @param std each channel is divided by it then, above 0
 * @param cropScale area of a crop as a share of the image, above 0 and at most 1
 * @param cropRatio width of a crop divided by its height, above 0
 * @param flip probability of a view being mirrored left to right, 0 to 1
 * @param maxPixels larger images (rows times columns) are skipped before they are decoded, at least 1
 * @param skipBudget share of bad images above which the run stops, 0 to 1
 * @param limit use so many training images, spread over the classes by {@code run.seed}; 0: all
 * @param size number of training scenes where {@code kind = shapes}, at least 1
 * @param testSize number of test scenes where {@code kind = shapes}, at least 1
 * @param loaders threads that decode and cut views, at least 1
 * @param readyBatches batches kept ready ahead of training, at least 1
 */
@Affects(Impact.TRAJECTORY)
public record DataSettings(
        DataKind kind,

        @Default("\"\"") String path,

        @Default("\"\"") @Affects(Impact.HARMLESS) String testPath,

        @Within("[1, 8192]") @Affects(Impact.SHAPE) int imageHeight,

        @Within("[1, 8192]") @Affects(Impact.SHAPE) int imageWidth,

        @Default("[0.485, 0.456, 0.406]") Channels mean,

        @Default("[0.229, 0.224, 0.225]") @Within("(0, inf)")
        Channels std,

        @Default("[0.2, 1.0]") @Within("(0, 1]") Span cropScale,

        @Default("[0.75, 1.3333333]") @Within("(0, inf)") Span cropRatio,

        @Default("0.5") @Within("[0, 1]") double flip,

        @Default("50000000") @Within("[1, inf)") long maxPixels,

        @Default("0.01") @Within("[0, 1]") @Affects(Impact.HARMLESS)
        double skipBudget,

        @Default("0") @Within("[0, inf)") int limit,

        @Default("4000") @Within("[1, inf)") int size,

        @Default("1000") @Within("[1, inf)") @Affects(Impact.HARMLESS)
        int testSize,

        @Default("1") @Within("[1, inf)") @Affects(Impact.HARMLESS)
        int loaders,

        @Default("4") @Within("[1, inf)") @Affects(Impact.HARMLESS)
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
