package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.masque.config.MaskingKind;
import org.masque.config.MaskingKind.Needs;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.masking.RankedMasking.Choice;

class MaskStrategiesTest {
    private static Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(List.of("data.path=images"));
        all.addAll(Arrays.asList(overrides));
        return RecipeLoader.load("mae-cifar10", all);
    }

    @ParameterizedTest
    @EnumSource(MaskingKind.class)
    void everyStrategyOfRecipesCanBeMadeAndPlans(MaskingKind kind) {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        MaskSchedule schedule = MaskStrategies.schedule(
                recipe("masking.strategy=" + name, "masking.startEpoch=3", "parts.pretrainEpochs=1"));
        boolean usesMaps = kind.needs() == Needs.MAP;

        assertThat(schedule.usesMaps(2)).isFalse();
        assertThat(schedule.usesMaps(3)).isEqualTo(usesMaps);
        MaskContext context = new MaskContext(new PatchGrid(8, 8), 3, 10, null);
        byte[] states = schedule.strategy(3).plan(context, Randomness.of(0, 3, 0, Randomness.Purpose.MASK));
        assertThat(states).hasSize(64);
        if (usesMaps) {
            assertThat(schedule.strategy(2)).isEqualTo(new RandomMasking(0.75));
        }
    }

    @Test
    void settingsOfARecipeBecomeThoseOfItsStrategy() {
        assertThat(strategy("masking.strategy=attmask", "masking.attmask.choice=low"))
                .isEqualTo(new RankedMasking(Choice.LOW, 0.1, 0.5, 0.5));
        assertThat(strategy("masking.strategy=hpm", "masking.hpm.hardest=0.25"))
                .isEqualTo(new HardPatchMasking(0.75, 0.25));
        assertThat(strategy("masking.strategy=block", "masking.block.smallest=9"))
                .isEqualTo(new BlockMasking(0.75, 9));
        assertThat(strategy("masking.strategy=grid", "masking.grid.side=4")).isEqualTo(new GridMasking(4));
        assertThat(strategy("masking.strategy=grid", "masking.cellSize=2"))
                .isEqualTo(new CellMasking(new GridMasking(2), 2));
    }

    private static MaskStrategy strategy(String... overrides) {
        return MaskStrategies.schedule(recipe(overrides)).strategy(200);
    }
}
