package org.masque.config;

/**
 * All that decides a run. A recipe that exists is valid: each section checks its own keys, the recipe the rules that
 * join them, and both throw a {@link ConfigException} that lists every problem.
 *
 * <p>These records are the one table of keys: a component is a key, its {@link Default} the default, its {@link Within}
 * the range.
 *
 * @param run what is run
 * @param data the images and how a view is cut from one
 * @param model the vision transformer
 * @param objective what is learnt
 * @param masking what is masked
 * @param optimizer AdamW and its learning rate
 * @param parts how semantic parts are found
 * @param parallel how the work is cut up
 * @param evaluation how good the features are
 * @param checkpoint when checkpoints are written and which are kept
 * @param recovery what becomes of a run whose loss is not finite or leaps
 * @param pictures when pictures of what the network sees are drawn
 * @param telemetry what is left to look at
 * @param http metrics and health
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
