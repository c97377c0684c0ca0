package org.masque.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;

class StepCostTest {
    private static Recipe recipe(String... overrides) {
        return RecipeLoader.load("amt-cifar10-small", List.of(overrides));
    }

    private static final String[] BARRIERS = {
        "data.path=x", "masking.refresh=barrier", "masking.startEpoch=2", "masking.refreshInterval=3"
    };

    @Test
    void aRunWaitsForMapsBeforeItsStartAndThenEveryInterval() {
        Recipe recipe = recipe(BARRIERS);

        assertThat(List.of(1L, 2L, 3L, 5L, 6L, 8L, 9L))
                .extracting(epochs -> StepCost.refreshes(recipe, epochs))
                .containsExactly(0L, 0L, 1L, 1L, 2L, 2L, 3L);
        assertThat(StepCost.refreshes(recipe("data.path=x", "masking.refresh=concurrent"), 100))
                .isZero();
    }

    @Test
    void refreshesTakeTheirPartOfABudgetOfTime() {
        StepCost cost = new StepCost(1, 10);

        // Epochs of 10 steps: refreshes of 10 s before epochs 2, 5 and 8.
        assertThat(cost.steps(recipe(BARRIERS), 20, 10)).isEqualTo(20);
        assertThat(cost.steps(recipe(BARRIERS), 40, 10)).isEqualTo(30);
        assertThat(cost.seconds(recipe(BARRIERS), 30, 10)).isEqualTo(40);
        assertThat(cost.steps(recipe("data.path=x", "masking.strategy=random"), 40, 10))
                .isEqualTo(40);
    }

    @Test
    void neverMoreThanTheBudgetAndOneStepMoreWouldBe() {
        StepCost cost = new StepCost(.3, 4.4);
        for (double seconds = 1; seconds < 90; seconds += .7) {
            long steps = cost.steps(recipe(BARRIERS), seconds, 7);
            if (steps > 1) {
                assertThat(cost.seconds(recipe(BARRIERS), steps, 7)).isLessThanOrEqualTo(seconds + .15 + 1e-9);
            }
            assertThat(cost.seconds(recipe(BARRIERS), steps + 1, 7)).isGreaterThan(seconds + .15 - 1e-9);
        }
    }

    @Test
    void whatAnOlderComparisonNotedKeepsItsPlan() throws IOException {
        assertThat(StepCost.of(new ObjectMapper().readTree("0.25"))).isEqualTo(new StepCost(.25, 0));
    }
}
