package org.masque.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;

class TimeLeftTest {
    private static final Recipe RECIPE = RecipeLoader.load("quickstart", List.of());

    private static PlannedRun run(String contender, long seed) {
        return new PlannedRun(contender, seed, RECIPE);
    }

    @Test
    void aRunTakesAsLongAsTheLastOfItsRecipeAndOneOfANewRecipeTheAverage() {
        TimeLeft left = new TimeLeft(List.of(run("mae", 0), run("amt", 0), run("mae", 1), run("amt", 1)));
        assertThat(left.text()).isEmpty();

        left.passed(run("mae", 0), Duration.ofMinutes(10));
        assertThat(left.text()).isEqualTo(": about 0:30:00 left for 3 runs");
        left.passed(run("amt", 0), Duration.ofMinutes(20));
        assertThat(left.text()).isEqualTo(": about 0:30:00 left for 2 runs");
        left.passed(run("mae", 1), Duration.ofMinutes(12));
        assertThat(left.text()).isEqualTo(": about 0:20:00 left for the last run");
    }

    @Test
    void runsThatWereDoneBeforeSayNothingOfTheOthers() {
        TimeLeft left = new TimeLeft(List.of(run("mae", 1)));

        left.passed(run("mae", 0), Duration.ofSeconds(1));

        assertThat(left.text()).isEmpty();
    }
}
