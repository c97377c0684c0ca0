package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of the sections of masking strategies, on views of 8 x 8 patches. */
class StrategyRulesTest {
    private static Recipe load(String... overrides) {
        List<String> all = new ArrayList<>(List.of("data.path=images"));
        all.addAll(Arrays.asList(overrides));
        return RecipeLoader.load("mae-cifar10", all);
    }

    private static List<Problem> problems(String... overrides) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(overrides));
        assertThat(refused).as("the recipe should be refused").isNotNull();
        return refused.problems();
    }

    @ParameterizedTest
    @CsvSource({
        "block, masking.block.smallest=49, masking.block.smallest",
        "grid, masking.grid.side=3, masking.grid.side",
        "attmask, 'masking.attmask.share=[0.01,0.5]', masking.attmask.share",
        "attmask, 'masking.attmask.share=[0.5,0.1]', masking.attmask.share",
        "attmask, masking.attmask.chance=0, masking.attmask.chance",
        "hpm, masking.hpm.hardest=1.5, masking.hpm.hardest",
    })
    void whatAStrategyCannotDoIsRefusedUnderItsKey(String strategy, String override, String key) {
        assertThat(problems("masking.strategy=" + strategy, override))
                .singleElement()
                .extracting(Problem::key)
                .isEqualTo(key);
    }

    @Test
    void theSectionOfAStrategyNotInUseIsPassedOver() {
        assertThat(load("masking.grid.side=3", "masking.block.smallest=60")
                        .masking()
                        .grid()
                        .side())
                .isEqualTo(3);
    }

    @Test
    void cellsAreWhatAStrategyChoosesAmong() {
        assertThat(problems("masking.strategy=grid", "masking.cellSize=2", "masking.grid.side=8"))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("squares of 8 x 8 do not tile 4 x 4");
    }

    @ParameterizedTest
    @CsvSource({
        "masking.atmask.choice, masking.attmask",
        "masking.attmask.chanse, masking.attmask.chance",
        "masking.blocks.smallest, masking.block",
        "masking.hpm.hard, masking.hpm.hardest",
    })
    void aTypoGetsTheNearestKeyOfItsSection(String typo, String suggestion) {
        assertThat(problems(typo + "=1"))
                .singleElement()
                .extracting(Problem::remedy)
                .isEqualTo("did you mean " + suggestion + "?");
    }

    @Test
    void anUnknownStrategyGetsTheListOfThem() {
        assertThat(problems("masking.strategy=atention"))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.remedy()).contains("random, attention, attmask, hpm, block, grid"));
    }
}
