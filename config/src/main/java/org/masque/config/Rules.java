package org.masque.config;

import java.util.ArrayList;
import java.util.List;

/** The rules that join several keys. A rule is passed over where a key that it needs is absent. */
final class Rules {
    private static final int WIDEST = 1 << 20;

    private final RecipeValues values;
    private final List<Problem> problems = new ArrayList<>();

    private Rules(RecipeValues values) {
        this.values = values;
    }

    /** One problem for each rule that these values break. */
    static List<Problem> broken(RecipeValues values) {
        Rules rules = new Rules(values);
        rules.pathIsGiven();
        rules.widthFitsHeadsAndPositions("model");
        rules.widthFitsHeadsAndPositions("model.decoder");
        rules.perceptronHasAWidth("model");
        rules.perceptronHasAWidth("model.decoder");
        rules.patchDividesTheView();
        rules.featuresAreOfABlockThereIs();
        rules.mapsMayGetOneIntervalOld();
        rules.anEpochHoldsAStep();
        rules.everyWorkerHasAShard();
        rules.aSpikeIsAboveTheMedian();
        rules.problems.addAll(MaskingRules.broken(values));
        rules.problems.addAll(EncoderRules.broken(values));
        rules.problems.addAll(PartsRules.broken(values));
        rules.problems.addAll(ScheduleRules.broken(values));
        return rules.problems;
    }

    private void broken(String key, String message, String remedy) {
        problems.add(Problem.of(key, message, remedy));
    }

    private void pathIsGiven() {
        if (values.has("data.kind", "data.path")
                && !values.is("data.kind", DataKind.SHAPES)
                && values.text("data.path").isBlank()) {
            broken("data.path", "is empty", "name the images: --set data.path=FILE_OR_FOLDER");
        }
    }

    private void widthFitsHeadsAndPositions(String section) {
        String heads = section + ".heads";
        String width = section + ".width";
        if (values.has(width) && values.integer(width) % 4 != 0) {
            broken(width, values.integer(width) + " is not a multiple of 4", "sin-cos positions need one: change it");
        }
        if (values.has(width, heads)
                && values.integer(heads) > 0
                && values.integer(width) % values.integer(heads) != 0) {
            broken(
                    heads,
                    values.integer(heads) + " heads do not divide a width of " + values.integer(width),
                    "change " + heads + " or " + width);
        }
    }

    private void perceptronHasAWidth(String section) {
        String width = section + ".width";
        if (values.has(width, "model.mlpRatio") && values.integer(width) > 0) {
            double hidden = Math.rint(values.integer(width) * values.number("model.mlpRatio"));
            if (hidden < 1 || hidden > WIDEST) {
                broken(
                        "model.mlpRatio",
                        "makes the perceptron of " + section + " " + (long) hidden + " wide",
                        "give a ratio that makes it 1 to " + WIDEST + "; 4 is usual");
            }
        }
    }

    private void patchDividesTheView() {
        if (!values.has("model.patch", "data.imageHeight", "data.imageWidth")) {
            return;
        }
        long patch = values.integer("model.patch");
        long height = values.integer("data.imageHeight");
        long width = values.integer("data.imageWidth");
        if (height % patch != 0 || width % patch != 0) {
            broken(
                    "model.patch",
                    "patches of " + patch + " pixels do not divide a view of " + height + " x " + width,
                    "change it, or data.imageHeight and data.imageWidth");
        }
    }

    private void featuresAreOfABlockThereIs() {
        for (String key : List.of("evaluation.block", "masking.features.block")) {
            if (values.has(key, "model.depth") && values.integer(key) > values.integer("model.depth")) {
                broken(
                        key,
                        "there is no block " + values.integer(key) + " in an encoder of "
                                + values.integer("model.depth"),
                        "give 1 to model.depth, or 0 for the last one");
            }
        }
    }

    private void mapsMayGetOneIntervalOld() {
        if (values.has("masking.maxAge", "masking.refreshInterval")
                && values.integer("masking.maxAge") > 0
                && values.integer("masking.maxAge") < values.integer("masking.refreshInterval")) {
            broken(
                    "masking.maxAge",
                    "maps get masking.refreshInterval = " + values.integer("masking.refreshInterval")
                            + " epochs old, more than the " + values.integer("masking.maxAge") + " allowed",
                    "give 0 (twice the interval) or at least the interval");
        }
    }

    private long imagesPerStep() {
        return values.integer("optimizer.batchSize") * values.integer("optimizer.accumulation");
    }

    private void anEpochHoldsAStep() {
        if (!values.has("data.kind", "data.size", "data.limit", "optimizer.batchSize", "optimizer.accumulation")) {
            return;
        }
        long limit = values.integer("data.limit") > 0 ? values.integer("data.limit") : Long.MAX_VALUE;
        long size = values.is("data.kind", DataKind.SHAPES) ? values.integer("data.size") : Long.MAX_VALUE;
        if (imagesPerStep() > Math.min(limit, size)) {
            broken(
                    "optimizer.batchSize",
                    "a step takes " + imagesPerStep() + " images, an epoch has only " + Math.min(limit, size),
                    "take a smaller batch, less accumulation or more images");
        }
    }

    private void everyWorkerHasAShard() {
        if (values.has("parallel.workers", "optimizer.batchSize")
                && values.integer("parallel.workers") > values.integer("optimizer.batchSize")) {
            broken(
                    "parallel.workers",
                    values.integer("parallel.workers") + " workers share a batch of "
                            + values.integer("optimizer.batchSize"),
                    "give at most one worker an image");
        }
    }

    private void aSpikeIsAboveTheMedian() {
        if (values.has("recovery.spikeFactor")
                && values.number("recovery.spikeFactor") > 0
                && values.number("recovery.spikeFactor") <= 1) {
            broken(
                    "recovery.spikeFactor",
                    "makes a spike of every loss above " + values.number("recovery.spikeFactor") + " times the median",
                    "give more than 1, or 0 for no spikes; 4 is usual");
        }
    }
}
