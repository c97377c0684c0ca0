package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;

class MemoryPreflightTest {
    private static final long GIB = 1L << 30;

    private final List<String> warnings = new ArrayList<>();

    private static Recipe base(String... overrides) {
        List<String> all = new ArrayList<>(List.of("data.path=images", "parallel.workers=2"));
        all.addAll(List.of(overrides));
        return RecipeLoader.load("mae-vit-b16", all);
    }

    private void check(MemoryPreflight preflight, Recipe recipe) throws NotEnoughMemoryException {
        preflight.require(recipe, warnings::add);
    }

    @Test
    void whatFitsIsSilent() throws NotEnoughMemoryException {
        check(new MemoryPreflight(64 * GIB, 60 * GIB, 0), base());
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatCannotFitIsRefusedWithBothFiguresAndTheKnobs() {
        assertThatThrownBy(() -> check(new MemoryPreflight(GIB, GIB / 2, 0), base()))
                .isInstanceOf(NotEnoughMemoryException.class)
                .hasMessageMatching("weights, moments and gradients of this run need 2\\.\\d GiB, .* has 1\\.0 GiB: .*")
                .hasMessageContaining("parallel.workers")
                .hasMessageContaining("model.width")
                .hasMessageContaining("optimizer.batchSize");
    }

    @Test
    void aLimitOfTensorsThatCannotDoIsNamed() {
        assertThatThrownBy(() -> check(new MemoryPreflight(64 * GIB, 64 * GIB, GIB), base()))
                .hasMessageContaining("-Dmasque.maxNativeBytes allows 1.0 GiB: raise it, or lower parallel.workers");
    }

    @Test
    void whatMayNotFitIsWarnedOfAndNotRefused() throws NotEnoughMemoryException {
        check(new MemoryPreflight(8 * GIB, 3 * GIB, 3 * GIB), base());
        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0)).contains("-Dmasque.maxNativeBytes allows 3.0 GiB");
        assertThat(warnings.get(1)).contains("3.0 GiB of 8.0 GiB are free here");
    }

    @Test
    void eachWorkerHasGradientsOfItsOwn() {
        long one = MemoryNeed.of(base("parallel.workers=1")).state();
        long two = MemoryNeed.of(base()).state();
        assertThat(two * 4).isEqualTo(one * 5);
        assertThat(MemoryNeed.of(base("parallel.workers=1")).scratch() * 2)
                .isEqualTo(MemoryNeed.of(base()).scratch());
    }

    @Test
    void whatWorksBesideTrainingIsCountedWhereItIsWanted() {
        MemoryNeed none = MemoryNeed.of(base("evaluation.atEnd=false"));
        MemoryNeed evaluated = MemoryNeed.of(base("evaluation.atEnd=true"));
        assertThat(none.besideScratch()).isZero();
        assertThat(evaluated.besideScratch()).isPositive();
        assertThat(evaluated.copies()).isGreaterThan(none.copies());
    }

    @Test
    void onlyWeightsThatGoOnChangingAreCopied() {
        String[] still = {
            "evaluation.everyEpochs=0", "evaluation.untrained=false", "pictures.everyEpochs=0", "evaluation.atEnd=true"
        };
        assertThat(MemoryNeed.of(base(still)).copies()).isZero();
        long weights = MemoryNeed.of(base()).kept() / 3;
        assertThat(MemoryNeed.of(base(
                                "pictures.everyEpochs=0", "evaluation.untrained=false", "evaluation.everyEpochs=9"))
                        .copies())
                .as("the evaluation at work, and the one that waits for its turn")
                .isEqualTo(2 * weights);
    }

    @Test
    void whatASlowDiskMakesItKeepIsWarnedOfApart() throws NotEnoughMemoryException {
        MemoryNeed need = MemoryNeed.of(base());
        check(new MemoryPreflight(64 * GIB, need.process() + need.kept() / 2, 0), base());
        assertThat(warnings).singleElement().asString().contains("and 1.2 GiB more while a checkpoint waits");
    }

    @Test
    void theKernelsFigureOfWhatIsAvailableIsRead() {
        assertThat(MachineMemory.availableIn(
                        "MemTotal:   32 kB\nMemFree:  1 kB\nMemAvailable:    7 kB\nBuffers: 1 kB\n"))
                .hasValue(7 * 1024);
        assertThat(MachineMemory.availableIn("MemTotal:   32 kB\n")).isEmpty();
        assertThat(MachineMemory.total()).isPositive();
        assertThat(MachineMemory.available()).isPositive();
    }
}
