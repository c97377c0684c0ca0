package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.masking.score.PixelBox;
import org.masque.masking.score.PixelLabels;
import org.masque.model.data.Augmentation;
import org.masque.model.data.BadImageException;
import org.masque.model.data.ImageSource;
import org.masque.model.data.RawImage;
import org.masque.model.data.SegmentedImages;
import org.masque.model.data.SkipBudget;
import org.masque.model.data.SkipReason;
import org.masque.model.data.SkipTally;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class DenseProbeTest {
    private static final int SIDE = 16;
    private static final ModelShape SHAPE = new ModelShape(SIDE, SIDE, 4, Tower.of(16, 1, 2), Tower.of(8, 1, 2));

    /** A white object on black ground: the first {@code id % 3 + 1} of four columns of patches. */
    private record Stripes(Set<Integer> bad) implements SegmentedImages, ImageSource {
        private static boolean white(int id, int pixel) {
            return pixel % SIDE < 4 * (id % 3 + 1);
        }

        @Override
        public RawImage read(int id) {
            byte[] rgb = new byte[3 * SIDE * SIDE];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) (white(id, i / 3) ? 255 : 0);
            }
            return new RawImage(SIDE, SIDE, rgb);
        }

        @Override
        public PixelLabels labels(int id) throws BadImageException {
            if (bad.contains(id)) {
                throw new BadImageException(name(id), SkipReason.UNDECODABLE, "has none, for the test");
            }
            byte[] labels = new byte[SIDE * SIDE];
            for (int pixel = 0; pixel < labels.length; pixel++) {
                labels[pixel] = (byte) (white(id, pixel) ? 1 : 0);
            }
            return new PixelLabels(SIDE, SIDE, labels);
        }

        @Override
        public int size() {
            return 60;
        }

        @Override
        public int label(int id) {
            return -1;
        }

        @Override
        public List<String> classNames() {
            return List.of();
        }

        @Override
        public String name(int id) {
            return "stripes " + id;
        }

        @Override
        public String fingerprint() {
            return "stripes";
        }

        @Override
        public ImageSource images() {
            return this;
        }

        @Override
        public Optional<PixelBox> head(int id) {
            return Optional.empty();
        }

        @Override
        public boolean knowsParts() {
            return false;
        }

        @Override
        public int pixelClasses() {
            return 2;
        }

        @Override
        public int pixelClass(int id, int label) {
            return label;
        }

        @Override
        public void close() {}
    }

    private final List<Integer> heard = new ArrayList<>();

    private DenseReport probed(SegmentedImages images) {
        Augmentation view = new Augmentation(
                SIDE,
                SIDE,
                Augmentation.MAE_CROP_SCALE,
                Augmentation.MAE_CROP_RATIO,
                0,
                new float[] {0.5f, 0.5f, 0.5f},
                new float[] {0.5f, 0.5f, 0.5f});
        DenseProbe probe = new DenseProbe(
                images,
                IntStream.range(0, 40).toArray(),
                images,
                IntStream.range(40, 60).toArray(),
                view,
                new LinearProbe(5, 100, 256, 0.03, 0));
        try (Weights weights = Weights.zeros(SHAPE);
                Kernels kernels = KernelsProvider.open("simd");
                EncoderFeatures encoder = new EncoderFeatures(weights, kernels)) {
            Initialization.fill(weights, 1);
            return probe.run(encoder, new SkipBudget(new SkipTally(), 0.5, 60), heard::add);
        }
    }

    @Test
    void aPatchThatIsWhollyWhatItsTokenTellsIsToldRight() {
        DenseReport report = probed(new Stripes(Set.of()));

        assertThat(report.meanIou().mean()).isEqualTo(1);
        assertThat(report.classes()).isEqualTo(2);
        assertThat(report.trainCount()).isEqualTo(40);
        assertThat(report.testCount()).isEqualTo(20);
        assertThat(heard).containsExactly(40, 60);
    }

    @Test
    void imagesWithoutLabelsAreLeftOut() {
        DenseReport report = probed(new Stripes(Set.of(0, 7, 41)));

        assertThat(report.meanIou().mean()).isEqualTo(1);
        assertThat(report.trainCount()).isEqualTo(38);
        assertThat(report.testCount()).isEqualTo(19);
    }
}
