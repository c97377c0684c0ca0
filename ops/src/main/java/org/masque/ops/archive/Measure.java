package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A number that the log has of each step. */
enum Measure {
    /** The step's loss. */
    LOSS("loss", step -> number(step, "loss"), Weight.STEPS),
    /** Of the update. */
    LEARNING_RATE("learningRate", step -> number(step, "learningRate"), Weight.STEPS),
    /** Norm of all gradients, before clipping. */
    GRADIENT_NORM("gradientNorm", step -> number(step, "gradientNorm"), Weight.STEPS),
    /** Views trained on in a second. */
    IMAGES_PER_SECOND("imagesPerSecond", step -> shareOfTime(step, "samples"), Weight.SECONDS),
    /** Share of the step's time without views, 0 to 1. */
    DATA_WAIT("dataWait", step -> shareOfTime(step, "waitedForData"), Weight.SECONDS),
    /** Share of the step's time with views but without states, 0 to 1. */
    MASK_WAIT("maskWait", step -> shareOfTime(step, "waitedForMasks"), Weight.SECONDS),
    /** Epochs since the maps in use were made; nothing without maps. */
    MAP_AGE("mapAge", Measure::mapAge, Weight.STEPS),
    /** Batches ready behind the step's last. */
    READY_BATCHES("readyBatches", step -> number(step, "readyBatches"), Weight.STEPS),
    /** Share of the step's time from pixels to loss. */
    FORWARD("forward", step -> part(step, "forward"), Weight.SECONDS),
    /** Share of the step's time from loss to gradients. */
    BACKWARD("backward", step -> part(step, "backward"), Weight.SECONDS),
    /** Share of the step's time for the sum of gradients. */
    REDUCE("reduce", step -> part(step, "reduce"), Weight.SECONDS),
    /** Share of the step's time for the optimiser. */
    UPDATE("update", step -> part(step, "update"), Weight.SECONDS),
    /** Share of the step's time that no other part and no wait has. */
    REST("rest", Measure::restShare, Weight.SECONDS);

    /** What the mean over several steps is weighted by: so a mean of rates is the rate over all of them. */
    private enum Weight {
        STEPS,
        SECONDS
    }

    private static final double ROUNDING_SECONDS = 1e-9;
    private static final List<String> PARTS =
            List.of("waitedForData", "waitedForMasks", "forward", "backward", "reduce", "update");

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final ToDoubleFunction<JsonNode> value;

    private final Weight weight;

    Measure(String label, ToDoubleFunction<JsonNode> value, Weight weight) {
        this.label = label;
        this.value = value;
        this.weight = weight;
    }

    /** The name in JSON. */
    String label() {
        return label;
    }

    /** The number of a step's line, NaN if it has none. */
    double of(JsonNode step) {
        return value.applyAsDouble(step);
    }

    /** How much a step counts in a mean. */
    double weight(JsonNode step) {
        return weight == Weight.STEPS ? 1 : number(step, "seconds");
    }

    // A log of an earlier version may have parts that overlap: of such a step it is not known where its time went.
    private static double part(JsonNode step, String field) {
        return overlap(step) ? Double.NaN : shareOfTime(step, field);
    }

    private static double restShare(JsonNode step) {
        double seconds = number(step, "seconds");
        return overlap(step) || !(seconds > 0) ? Double.NaN : Math.max(0, rest(step)) / seconds;
    }

    private static boolean overlap(JsonNode step) {
        return rest(step) < -ROUNDING_SECONDS;
    }

    private static double rest(JsonNode step) {
        double rest = number(step, "seconds");
        for (String part : PARTS) {
            rest -= step.path(part).asDouble();
        }
        return step.path("rest").asDouble(rest);
    }

    private static double shareOfTime(JsonNode step, String field) {
        double seconds = number(step, "seconds");
        return seconds > 0 ? number(step, field) / seconds : Double.NaN;
    }

    private static double mapAge(JsonNode step) {
        double age = number(step, "mapAgeEpochs");
        return age < 0 ? Double.NaN : age;
    }

    // Jackson writes a number that is not finite as a string.
    private static double number(JsonNode step, String field) {
        return step.path(field).isNumber() ? step.path(field).doubleValue() : Double.NaN;
    }
}
