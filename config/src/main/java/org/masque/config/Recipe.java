package org.masque.config;

/**
 * All that decides a run. A recipe that exists is valid: each section checks its own keys, the recipe the rules that
 * join them, and both throw a {@link ConfigException} that lists every problem.
 *
 * <p>These records are the one table of keys: a component is a key, its {@link Meaning} what it means, its
 * {@link Default} the default, its {@link Within} the range, its {@link OnlyIf} what it has an effect with.
 */
public record Recipe(
        RunSettings run,
        DataSettings data,
        ModelSettings model,
        ObjectiveSettings objective,
        MaskingSettings masking,
        OptimizerSettings optimizer,
        PartsSettings parts,
        ParallelSettings parallel,
        EvaluationSettings evaluation,
        CheckpointSettings checkpoint,
        RecoverySettings recovery,
        PicturesSettings pictures,
        TelemetrySettings telemetry,
        HttpSettings http) {
    public Recipe {
        Checks.require(
                Recipe.class,
                run,
                data,
                model,
                objective,
                masking,
                optimizer,
                parts,
                parallel,
                evaluation,
                checkpoint,
                recovery,
                pictures,
                telemetry,
                http);
    }

    /** The number of patches of a view, L. */
    public int patches() {
        return (data.imageHeight() / model.patch()) * (data.imageWidth() / model.patch());
    }
}
