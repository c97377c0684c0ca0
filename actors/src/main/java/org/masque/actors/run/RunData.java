package org.masque.actors.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.masque.config.DataKind;
import org.masque.config.DataSettings;
import org.masque.config.EvaluationSettings;
import org.masque.config.Recipe;
import org.masque.model.data.Augmentation;
import org.masque.model.data.DataException;
import org.masque.model.data.ImageSource;
import org.masque.model.data.ImageSources;
import org.masque.model.data.ImageViews;
import org.masque.model.data.Selection;
import org.masque.model.data.ShapesSource;
import org.masque.model.data.SkipBudget;
import org.masque.model.data.SkipTally;
import org.masque.model.data.SourceKind;
import org.masque.model.data.Split;
import org.masque.model.data.SubsetSource;
import org.masque.model.data.ViewSource;
import org.masque.model.probe.LabelledSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images of a run: those it trains on, and those it is tried on where there are labels. It owns the sources. */
public final class RunData implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RunData.class);

    private final Augmentation augmentation;
    private final ImageSource train;
    private final @Nullable ImageSource test;
    private final SkipBudget budget;
    private final long seed;
    private final UnaryOperator<ViewSource> changed;

    private RunData(Recipe recipe, ImageSource train, @Nullable ImageSource test) {
        this.augmentation = RecipeParts.augmentation(recipe.data());
        this.train = train;
        this.test = test;
        long tested = test == null ? 0 : test.size();
        this.budget = new SkipBudget(new SkipTally(), recipe.data().skipBudget(), train.size() + tested);
        this.seed = recipe.run().seed();
        this.changed = UnaryOperator.identity();
    }

    private RunData(RunData other, UnaryOperator<ViewSource> changed) {
        this.augmentation = other.augmentation;
        this.train = other.train;
        this.test = other.test;
        this.budget = other.budget;
        this.seed = other.seed;
        this.changed = changed;
    }

    /** The same images, whose training views a test spoils; they take this one's place, which is not to be closed. */
    public RunData withViews(UnaryOperator<ViewSource> spoilt) {
        return new RunData(this, spoilt);
    }

    /**
     * Opens what the recipe names.
     *
     * @throws DataException if it cannot be used
     */
    public static RunData open(Recipe recipe) {
        Function<Split, ImageSource> halves = halves(recipe);
        ImageSource train = SubsetSource.of(
                halves.apply(Split.TRAIN), recipe.data().limit(), recipe.run().seed());
        return new RunData(recipe, train, openTest(recipe, train, halves));
    }

    // What opens each half. The archive of CIFAR-10 is read at once, and once for both.
    private static Function<Split, ImageSource> halves(Recipe recipe) {
        DataSettings data = recipe.data();
        return data.kind() == DataKind.CIFAR10 && data.testPath().isEmpty()
                ? ImageSources.cifar10(Path.of(data.path()))::open
                : split -> openSplit(recipe, split);
    }

    // A set without a test part is no error: then there is nothing to evaluate on.
    private static @Nullable ImageSource openTest(
            Recipe recipe, ImageSource train, Function<Split, ImageSource> halves) {
        if (train.classNames().isEmpty()) {
            return null;
        }
        DataSettings data = recipe.data();
        boolean apart = !data.testPath().isEmpty() && data.kind() != DataKind.SHAPES;
        try {
            return apart
                    ? ImageSources.openTest(sourceKind(data), Path.of(data.testPath()), train, data.maxPixels())
                    : halves.apply(Split.TEST);
        } catch (DataException none) {
            if (data.testPath().isEmpty()) {
                LOG.warn("there will be no evaluation: {}", none.getMessage());
                return null;
            }
            throw none;
        }
    }

    private static ImageSource openSplit(Recipe recipe, Split split) {
        DataSettings data = recipe.data();
        if (data.kind() == DataKind.SHAPES) {
            int size = split == Split.TRAIN ? data.size() : data.testSize();
            return new ShapesSource(size, recipe.run().seed(), split);
        }
        return ImageSources.open(sourceKind(data), Path.of(data.path()), split, data.maxPixels());
    }

    private static SourceKind sourceKind(DataSettings data) {
        return data.kind() == DataKind.CIFAR10 ? SourceKind.CIFAR10 : SourceKind.IMAGES;
    }

    /** The images to train on. */
    public ImageSource train() {
        return train;
    }

    /** The ids of some images to train on, for pictures and the like: spread over the classes, by the run's seed. */
    public int[] some(int count) {
        return Selection.of(train, count, seed);
    }

    /** The test images that the recipe evaluates on, thinned to its limit; they are closed with this. */
    public Optional<ImageSource> tested(EvaluationSettings settings) {
        return Optional.ofNullable(test).map(source -> SubsetSource.of(source, settings.testLimit(), seed));
    }

    /** What tells the images that the recipe evaluates on from others; of a large set it may take a second. */
    String evaluatedFingerprint(EvaluationSettings settings) {
        String tried = tested(settings).map(ImageSource::fingerprint).orElse("none");
        return thinned(settings).fingerprint() + " and " + tried;
    }

    /** How many bad images the run lives with. */
    public SkipBudget budget() {
        return budget;
    }

    /** What was skipped so far. */
    public SkipTally skipped() {
        return budget.tally();
    }

    /** A new source of training views, for one loader. */
    public ViewSource trainingViews() {
        return changed.apply(ImageViews.augmented(train, augmentation, budget, seed));
    }

    /** A new source of whole training images, for one mapper. */
    public ViewSource wholeImages() {
        return ImageViews.whole(train, augmentation, budget);
    }

    /** Whether there are labelled images to evaluate on. */
    public boolean canEvaluate() {
        return test != null;
    }

    /** The labelled training images for evaluation, thinned to the recipe's limit. */
    public Optional<LabelledSet> labelledTrain(EvaluationSettings settings) {
        return canEvaluate() ? Optional.of(labelled(thinned(settings))) : Optional.empty();
    }

    /** As {@link #labelledTrain}, but cropped and flipped as in training, other ones in each epoch. */
    public Optional<LabelledSet> labelledViews(EvaluationSettings settings) {
        if (!canEvaluate()) {
            return Optional.empty();
        }
        ImageSource thinned = thinned(settings);
        ViewSource views = ImageViews.augmented(thinned, augmentation, budget, seed);
        return Optional.of(new LabelledSet(views, thinned.size(), thinned::label));
    }

    /** The labelled test images. */
    public Optional<LabelledSet> labelledTest(EvaluationSettings settings) {
        return tested(settings).map(this::labelled);
    }

    private ImageSource thinned(EvaluationSettings settings) {
        return SubsetSource.of(train, settings.trainLimit(), seed);
    }

    private LabelledSet labelled(ImageSource thinned) {
        return new LabelledSet(ImageViews.whole(thinned, augmentation, budget), thinned.size(), thinned::label);
    }

    @Override
    public void close() {
        try {
            train.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the training images could not be closed", e);
        } finally {
            closeTest();
        }
    }

    private void closeTest() {
        try {
            if (test != null) {
                test.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the test images could not be closed", e);
        }
    }
}
