package org.masque.actors.run;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.masque.actors.BatchSchedule;
import org.masque.actors.Milestones;
import org.masque.actors.Milestones.Best;
import org.masque.actors.Milestones.Rhythm;
import org.masque.actors.RecoveryPolicy;
import org.masque.actors.RunPlan;
import org.masque.actors.SideWork.Kind;
import org.masque.config.BestKind;
import org.masque.config.CheckpointSettings;
import org.masque.config.DataSettings;
import org.masque.config.DecoderSettings;
import org.masque.config.EncoderKind;
import org.masque.config.LossKind;
import org.masque.config.ModelSettings;
import org.masque.config.OptimizerSettings;
import org.masque.config.PositionKind;
import org.masque.config.Recipe;
import org.masque.config.RecoverySettings;
import org.masque.config.RefreshKind;
import org.masque.config.TargetKind;
import org.masque.config.TeacherSettings;
import org.masque.masking.MaskSchedule;
import org.masque.masking.MaskStrategies;
import org.masque.model.data.Augmentation;
import org.masque.model.objective.PixelTarget;
import org.masque.model.objective.PixelTarget.Loss;
import org.masque.model.objective.PixelTarget.Pixels;
import org.masque.model.objective.Teacher;
import org.masque.model.optim.LearningRateSchedule;
import org.masque.model.probe.FeatureKind;
import org.masque.model.vit.EncoderUse;
import org.masque.model.vit.EncoderUse.Difficulty;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.StochasticDepth;

/** Says what a recipe's settings mean to the model and the actors. */
public final class RecipeParts {
    // Several in a row are no accident.
    private static final int EMPTY_STEPS = 5;

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
                seesAllTokens(recipe) ? allTokens(model) : visibleTokens(recipe));
    }

    private static boolean seesAllTokens(Recipe recipe) {
        return recipe.objective().encoder() == EncoderKind.ALL;
    }

    private static EncoderUse allTokens(ModelSettings model) {
        Position position = model.position() == PositionKind.RELATIVE ? Position.RELATIVE : Position.ABSOLUTE;
        return new EncoderUse.AllTokens(position, model.layerScale());
    }

    private static EncoderUse visibleTokens(Recipe recipe) {
        ModelSettings model = recipe.model();
        DecoderSettings decoder = model.decoder();
        return new EncoderUse.VisibleTokens(
                tower(decoder.width(), decoder.depth(), decoder.heads(), model.mlpRatio()),
                switch (recipe.objective().difficulty()) {
                    case NONE -> Difficulty.UNPREDICTED;
                    case RANKING -> Difficulty.RANKED;
                    case REGRESSION -> Difficulty.REGRESSED;
                });
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

    /** How often images skip residual branches in training. */
    static StochasticDepth stochasticDepth(Recipe recipe) {
        return new StochasticDepth(recipe.model().dropPath(), recipe.run().seed());
    }

    /** What is predicted. */
    public static PixelTarget target(Recipe recipe) {
        return PixelTarget.of(
                recipe.objective().target() == TargetKind.PIXELS ? Pixels.PLAIN : Pixels.NORMALIZED,
                recipe.objective().loss() == LossKind.SQUARED ? Loss.SQUARED : Loss.ABSOLUTE);
    }

    /** Which strategy each epoch uses. */
    public static MaskSchedule masks(Recipe recipe) {
        return MaskStrategies.schedule(recipe);
    }

    /** How the teacher of the maps follows the weights, if there is one. */
    static Optional<Teacher.Decay> teacher(Recipe recipe) {
        TeacherSettings teacher = recipe.masking().teacher();
        return recipe.masking().hasTeacher()
                ? Optional.of(new Teacher.Decay(teacher.first(), teacher.last(), teacher.epochs()))
                : Optional.empty();
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
                new RunPlan.Limits(EMPTY_STEPS, recipe.checkpoint().maxFailures(), recovery(recipe.recovery())));
    }

    private static RecoveryPolicy recovery(RecoverySettings recovery) {
        return new RecoveryPolicy(
                recovery.badSteps(),
                recovery.spikeFactor(),
                recovery.spikeWindow(),
                recovery.leaveOutBefore(),
                recovery.learningRateFactor(),
                recovery.maxRollbacks());
    }

    private static LearningRateSchedule learningRate(Recipe recipe) {
        OptimizerSettings optimizer = recipe.optimizer();
        return new LearningRateSchedule(
                optimizer.peakLearningRate(),
                optimizer.minLearningRate(),
                new LearningRateSchedule.Warmup(optimizer.warmupLearningRate(), optimizer.warmupEpochs()),
                recipe.run().epochs(),
                switch (optimizer.schedule()) {
                    case COSINE -> LearningRateSchedule.Shape.COSINE;
                    case CONSTANT -> LearningRateSchedule.Shape.CONSTANT;
                    case MULTISTEP -> LearningRateSchedule.Shape.MULTISTEP;
                },
                new LearningRateSchedule.Steps(optimizer.multistepEpochs(), optimizer.multistepFactor()));
    }

    private static Milestones milestones(Recipe recipe, boolean evaluated) {
        CheckpointSettings checkpoint = recipe.checkpoint();
        return new Milestones(
                new Rhythm(checkpoint.everySteps(), checkpoint.everyEpochs(), checkpoint.everyMinutes()),
                evaluated ? new Rhythm(0, recipe.evaluation().everyEpochs(), 0) : Rhythm.NEVER,
                new Rhythm(recipe.pictures().everySteps(), recipe.pictures().everyEpochs(), 0),
                evaluated && checkpoint.keepBest() != BestKind.NONE ? Best.KEPT : Best.LEFT);
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
