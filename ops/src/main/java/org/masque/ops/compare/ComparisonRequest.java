package org.masque.ops.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.masque.ops.UsageException;

/**
 * What is compared how.
 *
 * @param contenders at least one; the first is what others are held against
 * @param seeds of the runs, at least one, none twice
 * @param budget of each run
 * @param overrides {@code KEY=VALUE} for all
 * @param points of the curves, the end included; at least 1
 * @param folder for the runs and what comes of them
 */
public record ComparisonRequest(
        List<Contender> contenders, List<Long> seeds, Budget budget, List<String> overrides, int points, Path folder) {
    // What the comparison decides itself.
    private static final List<String> OWN = List.of(
            "run.name",
            "run.seed",
            "run.epochs",
            "run.steps",
            "run.folder",
            "evaluation.everyEpochs",
            "evaluation.atEnd",
            "evaluation.untrained",
            "checkpoint.everyEpochs",
            "checkpoint.keepEveryEpochs");

    public ComparisonRequest {
        contenders = List.copyOf(contenders);
        seeds = List.copyOf(seeds);
        overrides = List.copyOf(overrides);
        if (contenders.isEmpty() || seeds.isEmpty() || Set.copyOf(seeds).size() < seeds.size() || points < 1) {
            throw new UsageException("a comparison needs recipes, seeds that differ and at least one point: "
                    + contenders.size() + " recipes, seeds " + seeds + ", " + points + " points");
        }
        overrides.forEach(each -> refuseOwn("--set", each));
        for (Contender contender : contenders) {
            for (String each : contender.overrides()) {
                refuseOwn("--set-for", each);
                if (each.startsWith("evaluation.")) {
                    throw new UsageException("--set-for " + contender.name() + ":" + each
                            + ": all recipes are evaluated alike; use --set");
                }
            }
        }
    }

    private static void refuseOwn(String option, String override) {
        String key = override.substring(0, Math.max(0, override.indexOf('='))).strip();
        if (OWN.contains(key)) {
            throw new UsageException(option + " " + override
                    + ": a comparison decides that itself; see --images, --minutes, --seeds, --out and --points");
        }
    }

    /** Where the runs' folders are. */
    Path runs() {
        return folder.resolve("runs");
    }
}
