package org.masque.ops.score;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunEvaluation;
import org.masque.config.DataKind;
import org.masque.config.DifficultyKind;
import org.masque.config.EffectiveRecipe;
import org.masque.config.MapKind;
import org.masque.config.PartKind;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.model.data.ImageSource;
import org.masque.model.data.SegmentedImages;
import org.masque.model.data.SegmentedShapes;
import org.masque.model.data.ShapesSource;
import org.masque.model.data.SkipBudget;
import org.masque.model.data.SkipTally;
import org.masque.model.data.Split;
import org.masque.model.data.TrimapArchive;
import org.masque.model.interop.NamedWrite;
import org.masque.model.kernels.Kernels;
import org.masque.model.maps.MapProviders;
import org.masque.model.score.ImageScore;
import org.masque.model.score.MapSource;
import org.masque.model.score.MaskReport;
import org.masque.model.score.MaskScoring;
import org.masque.model.score.PartLabels;
import org.masque.model.score.ScorePictures;
import org.masque.model.score.ScoredNetwork;
import org.masque.model.vit.PatchMaps;
import org.masque.model.vit.PixelMaps;
import org.masque.model.vit.Weights;
import org.masque.ops.RecipeChoice;
import org.masque.ops.UsageException;
import org.masque.ops.progress.PhaseProgress;
import org.masque.ops.run.TrainedNetwork;

/** Scores one network after another on the same images, then the yardsticks. It owns the images. */
public final class ScoreSession implements Closeable {
    private static final double MOST_BAD = 0.01;
    private static final int SHOWN = 2;

    private final ScoreRequest request;
    private final Kernels kernels;
    private final List<MaskReport> reports = new ArrayList<>();
    private final List<Path> pictures = new ArrayList<>();
    private @Nullable SegmentedImages images;
    private MaskScoring.@Nullable Protocol last;
    private double threshold;

    /** Opens nothing yet; the kernels are borrowed. */
    public ScoreSession(ScoreRequest request, Kernels kernels) {
        this.request = request;
        this.kernels = kernels;
    }

    /**
     * Scores a network read from disk.
     *
     * @param name for people
     * @param recipe says what the network expects of an image
     */
    public void trained(String name, TrainedNetwork network, Recipe recipe) throws IOException {
        maps(name, network.weights(), recipe);
        for (PartKind kind : request.parts()) {
            MaskScoring.Protocol protocol = protocol(recipe);
            try (ScoredParts parts =
                    ScoredParts.of(kind, network.weights(), network.origin(), recipe, protocol, kernels)) {
                parts(name, kind, parts, protocol);
            }
        }
    }

    /** Scores the network of a recipe as it is before training, drawn from a seed. */
    public void untrained(long seed, Recipe recipe) throws IOException {
        Recipe seeded =
                RecipeLoader.loadText(EffectiveRecipe.render(recipe), "the recipe", List.of("run.seed=" + seed));
        try (Weights weights = RunEvaluation.untrained(seeded)) {
            String name = "untrained, seed " + seed;
            maps(name, weights, recipe);
            for (PartKind kind : request.parts()) {
                untrainedParts(name, kind, weights, recipe);
            }
        }
    }

    // What was learned belongs to a run; an untrained network has none.
    private void untrainedParts(String name, PartKind kind, Weights weights, Recipe recipe) throws IOException {
        if (kind != PartKind.LEARNED) {
            MaskScoring.Protocol protocol = protocol(recipe);
            try (ScoredParts parts = ScoredParts.of(kind, weights, recipe, protocol, kernels)) {
                parts(name, kind, parts, protocol);
            }
        }
    }

    private void parts(String name, PartKind kind, ScoredParts parts, MaskScoring.Protocol protocol)
            throws IOException {
        String learned = parts.learnedFrom().isEmpty() ? "" : " (from " + parts.learnedFrom() + ")";
        ScoredNetwork network =
                ScoredNetwork.ofParts(name, RecipeChoice.spelled(kind) + learned, parts.provider()::label);
        draw(name + ", parts by " + network.kind(), score(network, protocol), protocol);
    }

    private void maps(String name, Weights weights, Recipe recipe) throws IOException {
        MaskScoring.Protocol protocol = protocol(recipe);
        for (MapKind kind : request.maps()) {
            requireLearned(kind, recipe);
            try (PatchMaps maps = MapProviders.of(kind, recipe.masking()).over(weights, kernels)) {
                ScoredNetwork network = ScoredNetwork.ofMaps(name, RecipeChoice.spelled(kind), maps::of);
                draw(ScoreTable.name(name, network.kind()), score(network, protocol), protocol);
            }
        }
    }

    private static void requireLearned(MapKind kind, Recipe recipe) {
        if (kind == MapKind.DIFFICULTY && recipe.objective().difficulty() == DifficultyKind.NONE) {
            throw new UsageException(
                    "--maps difficulty: this network learned none (objective.difficulty = none); leave it out");
        }
    }

    /**
     * Scores what knows nothing learned: the cut of raw pixels, the centre, chance and, with parts, fixed boxes, on the
     * grid of the last network.
     */
    public void yardsticks() {
        MaskScoring.Protocol protocol = last;
        if (protocol != null) {
            try (PixelMaps pixels = new PixelMaps(protocol.grid(), threshold, kernels)) {
                score(ScoredNetwork.ofMaps("cut of raw pixels", ScoredNetwork.YARDSTICK, pixels::of), protocol);
            }
            score(ScoredNetwork.ofMaps("centre", ScoredNetwork.YARDSTICK, MapSource.centre(protocol.grid())), protocol);
            score(
                    ScoredNetwork.ofMaps(
                            "chance", ScoredNetwork.YARDSTICK, MapSource.chance(protocol.grid(), request.seed())),
                    protocol);
            if (!request.parts().isEmpty()) {
                PartLabels boxes = PartLabels.fixed(protocol.grid(), 2, 3);
                score(ScoredNetwork.ofParts("fixed boxes, 2 x 3", ScoredNetwork.YARDSTICK, boxes), protocol);
            }
        }
    }

    private List<ImageScore> score(ScoredNetwork network, MaskScoring.Protocol protocol) {
        ImageSource images = protocol.images().images();
        SkipBudget budget = new SkipBudget(new SkipTally(), MOST_BAD, images.size());
        int[] ids = request.chosen(images);
        List<ImageScore> scores;
        String name = "[" + (reports.size() + 1) + "/" + request.scorings() + "] scoring "
                + ScoreTable.name(network.name(), network.kind());
        try (PhaseProgress progress = PhaseProgress.begin(name, ids.length, "images")) {
            scores = new MaskScoring(protocol, budget).score(network, ids, done -> progress.reached(done, ""));
        }
        if (scores.isEmpty()) {
            throw new UsageException("none of the images could be scored: they show nothing but object, or none");
        }
        reports.add(MaskReport.of(network, scores, request.seed()));
        return scores;
    }

    private MaskScoring.Protocol protocol(Recipe recipe) {
        SegmentedImages opened = images == null ? open(recipe) : images;
        images = opened;
        threshold = recipe.masking().features().threshold();
        last = new MaskScoring.Protocol(
                opened,
                RecipeParts.augmentation(recipe.data()),
                RecipeParts.shape(recipe).grid(),
                request.shifts(),
                request.seed());
        return last;
    }

    private SegmentedImages open(Recipe recipe) {
        Path masks = request.masks();
        if (masks != null) {
            return TrimapArchive.open(masks);
        }
        if (recipe.data().kind() != DataKind.SHAPES) {
            throw new UsageException("which pixels are object? Give --masks FILE, or a recipe with data.kind = shapes");
        }
        return new SegmentedShapes(
                new ShapesSource(recipe.data().testSize(), recipe.run().seed(), Split.TEST));
    }

    private void draw(String name, List<ImageScore> scores, MaskScoring.Protocol protocol) throws IOException {
        Path folder = request.pictures();
        if (folder == null) {
            return;
        }
        Files.createDirectories(folder);
        Path file = folder.resolve("masks-score-" + (pictures.size() + 1) + ".png");
        String ranked = scores.get(0).map().length > 0
                ? "ranked by IoU of the heaviest patches, as many as the object has"
                : "ranked by purity: the share of the image whose part is mostly of its own side";
        byte[] png = new ScorePictures(protocol).draw(scores, SHOWN, List.of(name, ranked));
        NamedWrite.to(file, png.length, () -> Files.write(file, png));
        pictures.add(file);
    }

    /** What was found, in the order of scoring. */
    public List<MaskReport> reports() {
        return List.copyOf(reports);
    }

    /** The pictures that were written. */
    public List<Path> pictures() {
        return List.copyOf(pictures);
    }

    /** All as maps, lists, strings and numbers, ready for a JSON writer. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("images", request.masks() == null ? "shapes" : request.masks().toString());
        map.put("seed", request.seed());
        map.put("networks", reports.stream().map(MaskReport::toMap).toList());
        map.put("pictures", pictures.stream().map(Path::toString).toList());
        return map;
    }

    @Override
    public void close() {
        try {
            if (images != null) {
                images.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the images could not be closed", failure);
        }
    }
}
