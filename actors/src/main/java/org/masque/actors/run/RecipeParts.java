package org.masque.actors.run;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.masque.actors.BatchSchedule;
import org.masque.actors.Milestones;
import org.masque.actors.Milestones.Rhythm;
import org.masque.actors.RunPlan;
import org.masque.actors.SideWork.Kind;
import org.masque.config.CheckpointSettings;
import org.masque.config.DataSettings;
import org.masque.config.MaskingKind;
import org.masque.config.MaskingSettings;
import org.masque.config.ModelSettings;
import org.masque.config.OptimizerSettings;
import org.masque.config.Recipe;
import org.masque.config.RefreshKind;
import org.masque.config.ScheduleKind;
import org.masque.config.TargetKind;
import org.masque.masking.AttentionMasking;
import org.masque.masking.MaskSchedule;
import org.masque.masking.RandomMasking;
import org.masque.model.data.Augmentation;
import org.masque.model.objective.PixelTarget;
import org.masque.model.optim.LearningRateSchedule;
import org.masque.model.probe.FeatureKind;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;

/** Says what a recipe's settings mean to the model and the actors. */
public final class RecipeParts {
    // Several in a row are no accident: the weights are about to be lost, or the data are poisoned.
    private static final int NON_FINITE_STEPS = 5;

    private RecipeParts() {}

    /** The network's sizes. */
    public static ModelShape shape(Recipe recipe) {
        ModelSettings model = recipe.model();
        DataSettings data = recipe.data();
        return new ModelShape(
                data.imageHeight(),
                data.imageWidth(),
                model.patch(),
                tower(model.width(), model.depth(), model.heads(), model.mlpRatio()),
                tower(
                        model.decoder().width(),
                        model.decoder().depth(),
                        model.decoder().heads(),
                        model.mlpRatio()));
    }

    private static Tower tower(int width, int depth, int heads, double ratio) {
        return new Tower(width, depth, heads, (int) Math.round(width * ratio));
    }

    /** How an image becomes a view. */
    public static Augmentation augmentation(DataSettings data) {
        return new Augmentation(
                data.imageHeight(),
                data.imageWidth(),
                new Augmentation.Range(data.cropScale().min(), data.cropScale().max()),
                new Augmentation.Range(data.cropRatio().min(), data.cropRatio().max()),
                data.flip(),
                data.mean().toArray(),
                data.std().toArray());
    }

    /** What the decoder predicts. */
    public static PixelTarget target(Recipe recipe) {
        return recipe.objective().target() == TargetKind.PIXELS ? PixelTarget.PIXELS : PixelTarget.NORMALIZED_PIXELS;
    }

    /** Which strategy each epoch uses. */
    public static MaskSchedule masks(Recipe recipe) {
        MaskingSettings masking = recipe.masking();
        RandomMasking random = new RandomMasking(masking.ratio());
        int epochs = recipe.run().epochs();
        return masking.strategy() == MaskingKind.RANDOM
                ? MaskSchedule.always(random, epochs)
                : new MaskSchedule(
                        random,
                        new AttentionMasking(masking.masked(), masking.thrown()),
                        masking.startEpoch(),
                        masking.refreshInterval(),
                        epochs);
    }

    /** Which features are evaluated. */
    public static List<FeatureKind> features(Recipe recipe) {
        return recipe.evaluation().features().stream()
                .map(kind ->
                        kind == org.masque.config.FeatureKind.CLASS ? FeatureKind.CLASS_TOKEN : FeatureKind.PATCH_MEAN)
                .toList();
    }

    /** Which samples each step takes, of so many in the data set. */
    static BatchSchedule schedule(Recipe recipe, int samples) {
        OptimizerSettings optimizer = recipe.optimizer();
        return new BatchSchedule(recipe.run().seed(), samples, optimizer.batchSize(), optimizer.accumulation());
    }

    /**
     * All that the coordinator must know.
     *
     * @param samples in the data set
     * @param evaluated whether there are labelled images to evaluate on
     */
    public static RunPlan plan(Recipe recipe, int samples, boolean evaluated) {
        OptimizerSettings optimizer = recipe.optimizer();
        BatchSchedule schedule = schedule(recipe, samples);
        long steps = (long) schedule.stepsPerEpoch() * recipe.run().epochs();
        long limit = recipe.run().steps();
        return new RunPlan(
                schedule,
                limit > 0 ? Math.min(limit, steps) : steps,
                learningRate(recipe),
                new RunPlan.Optimizer(optimizer.beta1(), optimizer.beta2(), optimizer.epsilon(), optimizer.clipNorm()),
                masks(recipe),
                new RunPlan.Refresh(
                        recipe.masking().refresh() == RefreshKind.BARRIER
                                ? RunPlan.RefreshMode.BARRIER
                                : RunPlan.RefreshMode.CONCURRENT,
                        recipe.masking().oldestMap()),
                milestones(recipe, evaluated),
                atEnd(recipe, evaluated),
                new RunPlan.Limits(NON_FINITE_STEPS, recipe.checkpoint().maxFailures()));
    }

    private static LearningRateSchedule learningRate(Recipe recipe) {
        OptimizerSettings optimizer = recipe.optimizer();
        return new LearningRateSchedule(
                optimizer.peakLearningRate(),
                optimizer.minLearningRate(),
                optimizer.warmupEpochs(),
                recipe.run().epochs(),
                optimizer.schedule() == ScheduleKind.COSINE
                        ? LearningRateSchedule.Shape.COSINE
                        : LearningRateSchedule.Shape.CONSTANT);
    }

    private static Milestones milestones(Recipe recipe, boolean evaluated) {
        CheckpointSettings checkpoint = recipe.checkpoint();
        return new Milestones(
                new Rhythm(checkpoint.everySteps(), checkpoint.everyEpochs(), checkpoint.everyMinutes()),
                evaluated ? new Rhythm(0, recipe.evaluation().everyEpochs(), 0) : Rhythm.NEVER,
                new Rhythm(recipe.pictures().everySteps(), recipe.pictures().everyEpochs(), 0));
    }

    private static Set<Kind> atEnd(Recipe recipe, boolean evaluated) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (evaluated && recipe.evaluation().atEnd()) {
            kinds.add(Kind.EVALUATION);
        }
        if (recipe.pictures().images() > 0) {
            kinds.add(Kind.PICTURES);
        }
        return kinds;
    }
}
