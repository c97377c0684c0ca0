package org.masque.ops.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.masque.config.EvaluationSettings;

/**
 * What one run of a comparison came to, as it is kept in its folder.
 *
 * @param contender the name of its recipe in the comparison
 * @param seed of the run
 * @param recipeHash of the recipe that was run
 * @param evaluatedOn which images the accuracies are of
 * @param untrained accuracies before training
 * @param points on the way, the last at the end
 * @param losses for the curve
 * @param stages before, which the budget does not count
 */
record RunFigures(
        String contender,
        long seed,
        String recipeHash,
        String evaluatedOn,
        Map<String, Double> untrained,
        List<Point> points,
        List<Loss> losses,
        List<StageCost> stages) {
    /**
     * An evaluation.
     *
     * @param step after which
     * @param images seen by then
     * @param seconds of training by then
     * @param loss around then
     * @param accuracies by name, 0 to 1
     */
    record Point(long step, long images, double seconds, double loss, Map<String, Double> accuracies) {}

    /**
     * A place of the loss curve.
     *
     * @param images seen by then
     * @param seconds of training by then
     * @param loss the mean over the steps before it
     */
    record Loss(long images, double seconds, double loss) {}

    /** The end of the run. */
    Point last() {
        return points.get(points.size() - 1);
    }

    /** As JSON. */
    String json() throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("contender", contender);
        map.put("seed", seed);
        map.put("recipeHash", recipeHash);
        map.put("evaluatedOn", evaluatedOn);
        map.put("untrained", untrained);
        map.put("points", points);
        map.put("losses", losses);
        map.put("stages", stages);
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(map) + "\n";
    }

    /** Reads what {@link #json} wrote of a run; an older version did not note stages, nor how images were chosen. */
    static RunFigures read(PlannedRun run) throws IOException {
        JsonNode json = new ObjectMapper().readTree(run.evaluation().toFile());
        EvaluationSettings settings = run.recipe().evaluation();
        List<Point> points = new ArrayList<>();
        for (JsonNode each : json.get("points")) {
            points.add(new Point(
                    each.get("step").asLong(),
                    each.get("images").asLong(),
                    each.get("seconds").asDouble(),
                    each.get("loss").asDouble(Double.NaN),
                    numbers(each.get("accuracies"))));
        }
        List<Loss> losses = new ArrayList<>();
        for (JsonNode each : json.get("losses")) {
            losses.add(new Loss(
                    each.get("images").asLong(),
                    each.get("seconds").asDouble(),
                    each.get("loss").asDouble(Double.NaN)));
        }
        List<StageCost> stages = StageCost.read(json.path("stages"));
        return new RunFigures(
                json.get("contender").asText(),
                json.get("seed").asLong(),
                json.get("recipeHash").asText(),
                json.path("evaluatedOn").asText("images " + settings.trainLimit() + "/" + settings.testLimit()),
                numbers(json.get("untrained")),
                points,
                losses,
                stages.isEmpty() ? StageCost.of(run) : stages);
    }

    private static Map<String, Double> numbers(JsonNode object) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> numbers.put(field.getKey(), field.getValue().asDouble()));
        return numbers;
    }
}
