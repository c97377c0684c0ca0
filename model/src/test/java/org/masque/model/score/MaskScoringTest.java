package org.masque.model.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.masking.PatchGrid;
import org.masque.masking.score.Estimate;
import org.masque.model.data.Augmentation;
import org.masque.model.data.SegmentedShapes;
import org.masque.model.data.ShapesSource;
import org.masque.model.data.SkipBudget;
import org.masque.model.data.SkipTally;
import org.masque.model.data.Split;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class MaskScoringTest {
    private static final PatchGrid GRID = new PatchGrid(8, 8);
    private static final Augmentation VIEW = new Augmentation(
            64, 64, Augmentation.MAE_CROP_SCALE, Augmentation.MAE_CROP_RATIO, 0, new float[3], new float[] {1, 1, 1});
    private static final ScoredNetwork CENTRE = ScoredNetwork.ofMaps("centre", "yardstick", MapSource.centre(GRID));
    private static final int[] IDS = IntStream.range(0, 12).toArray();

    private static List<ImageScore> score(
            SegmentedShapes scenes, @Nullable MapSource maps, @Nullable PartLabels parts, Integer... shifts) {
        MaskScoring.Protocol protocol = new MaskScoring.Protocol(scenes, VIEW, GRID, List.of(shifts), 3);
        List<Integer> told = new ArrayList<>();
        List<ImageScore> scores = new MaskScoring(protocol, new SkipBudget(new SkipTally(), 0, IDS.length))
                .score(new ScoredNetwork("test", "maps", maps, parts), IDS, told::add);
        assertThat(told).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        return scores;
    }

    private static SegmentedShapes scenes() {
        return new SegmentedShapes(new ShapesSource(12, 1, Split.TEST));
    }

    // The true part of each patch's middle pixel.
    private static byte[][] truth(SegmentedShapes scenes, int[] ids) {
        byte[][] labels = new byte[ids.length][GRID.patches()];
        for (int i = 0; i < ids.length; i++) {
            byte[] pixels = scenes.labels(ids[i]).labels();
            for (int patch = 0; patch < GRID.patches(); patch++) {
                labels[i][patch] = pixels[(8 * (patch / 8) + 4) * 64 + 8 * (patch % 8) + 4];
            }
        }
        return labels;
    }

    private static double mean(List<ImageScore> scores, String name) {
        return scores.stream().mapToDouble(score -> score.value(name)).average().orElse(Double.NaN);
    }

    // How much each patch differs from the image's corner, which is background.
    private static float[][] brightness(Tensor images) {
        float[][] maps = new float[Math.toIntExact(images.shape()[0])][GRID.patches()];
        for (int image = 0; image < maps.length; image++) {
            float[] red = images.slice((long) image * 3 * 64 * 64, 64 * 64).toArray();
            for (int pixel = 0; pixel < red.length; pixel++) {
                maps[image][pixel / 64 / 8 * 8 + pixel % 64 / 8] += red[pixel];
            }
        }
        return maps;
    }

    @Test
    void equalWeightsScoreTheAreaOfTheObject() {
        try (ShapesSourceCloser scenes = new ShapesSourceCloser(scenes())) {
            List<ImageScore> scores = score(
                    scenes.scenes,
                    images -> {
                        float[][] maps = new float[Math.toIntExact(images.shape()[0])][GRID.patches()];
                        Arrays.stream(maps).forEach(map -> Arrays.fill(map, 1));
                        return maps;
                    },
                    null);

            assertThat(scores).hasSize(12);
            assertThat(mean(scores, Scores.RATIO)).isCloseTo(1, within(1e-9));
            assertThat(mean(scores, Scores.DIFFERENCE)).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void aMapThatMovesWithTheImageIsStableAndOneThatDoesNotIsLessSo() {
        try (ShapesSourceCloser scenes = new ShapesSourceCloser(scenes())) {
            List<ImageScore> moves = score(scenes.scenes, MaskScoringTest::brightness, null, 8);
            List<ImageScore> stays = score(scenes.scenes, MapSource.centre(GRID), null, 8);
            List<ImageScore> chance = score(scenes.scenes, MapSource.chance(GRID, 1), null, 8);

            assertThat(mean(moves, Scores.mapStability(8))).isGreaterThan(.85);
            assertThat(mean(stays, Scores.mapStability(8))).isLessThan(mean(moves, Scores.mapStability(8)));
            assertThat(mean(chance, Scores.mapStability(8))).isBetween(-.15, .15);
        }
    }

    @Test
    void trueAndShuffledPartsLieFarApart() {
        try (ShapesSourceCloser scenes = new ShapesSourceCloser(scenes())) {
            List<ImageScore> scores =
                    score(scenes.scenes, MapSource.centre(GRID), (images, ids) -> truth(scenes.scenes, ids));

            assertThat(mean(scores, Scores.INFORMATION)).isGreaterThan(.5);
            assertThat(mean(scores, Scores.INFORMATION + Scores.SHUFFLED)).isLessThan(.2);
            assertThat(mean(scores, Scores.PURITY)).isGreaterThan(.8);
            assertThat(scores.get(0).values()).doesNotContainKey(Scores.HEAD);
        }
    }

    @Test
    void theReportHoldsAMeanWithAnIntervalForEveryScore() {
        try (ShapesSourceCloser scenes = new ShapesSourceCloser(scenes())) {
            List<ImageScore> scores = score(scenes.scenes, MapSource.centre(GRID), null, 1, 2);
            MaskReport report = MaskReport.of(CENTRE, scores, 5);

            assertThat(report.images()).isEqualTo(12);
            assertThat(report.scores().keySet())
                    .containsExactly(
                            Scores.SHARE,
                            Scores.AREA,
                            Scores.RATIO,
                            Scores.DIFFERENCE,
                            Scores.IOU,
                            Scores.mapStability(1),
                            Scores.mapStability(2));
            Estimate share = Objects.requireNonNull(report.scores().get(Scores.SHARE));
            assertThat(share.low()).isLessThan(share.mean());
            assertThat(MaskReport.of(CENTRE, scores, 5)).isEqualTo(report);
        }
    }

    @Test
    void thePictureShowsBestTypicalAndWorst() {
        try (ShapesSourceCloser scenes = new ShapesSourceCloser(scenes())) {
            MaskScoring.Protocol protocol = new MaskScoring.Protocol(scenes.scenes, VIEW, GRID, List.of(), 3);
            List<ImageScore> scores = score(scenes.scenes, MapSource.centre(GRID), null);

            byte[] png = new ScorePictures(protocol).draw(scores, 2, List.of("centre"));

            assertThat(png).isEqualTo(new ScorePictures(protocol).draw(scores, 2, List.of("centre")));
            assertThat(png.length).isGreaterThan(10_000);
        }
    }

    @Test
    void partsAreScoredWithoutMapsAndDrawn() {
        try (ShapesSourceCloser scenes = new ShapesSourceCloser(scenes())) {
            List<ImageScore> known = score(scenes.scenes, null, (images, ids) -> truth(scenes.scenes, ids));
            List<ImageScore> boxes = score(scenes.scenes, null, PartLabels.fixed(GRID, 2, 3), 4);
            MaskScoring.Protocol protocol = new MaskScoring.Protocol(scenes.scenes, VIEW, GRID, List.of(), 3);

            assertThat(known.get(0).values()).doesNotContainKey(Scores.IOU);
            assertThat(mean(boxes, Scores.INFORMATION)).isLessThan(mean(known, Scores.INFORMATION));
            assertThat(mean(boxes, Scores.PURITY)).isLessThan(mean(known, Scores.PURITY));
            assertThat(mean(boxes, Scores.partStability(4))).isBetween(.3, .9);
            assertThat(new ScorePictures(protocol).draw(known, 2, List.of("truth")))
                    .isNotEqualTo(new ScorePictures(protocol).draw(boxes, 2, List.of("truth")));
        }
    }

    // Closes without a checked exception: nothing of generated scenes can fail to close.
    private record ShapesSourceCloser(SegmentedShapes scenes) implements AutoCloseable {
        @Override
        public void close() {
            scenes.scenes().close();
        }
    }
}
