package org.masque.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.ops.UsageException;

class ContenderTest {
    @Test
    void aRecipeIsCalledAsItsFileUnlessItIsGivenAName() {
        List<Contender> all =
                Contender.parseAll(List.of("conf/recipes/mae.conf", "amt=conf/x.conf", "quickstart"), List.of());

        assertThat(all).extracting(Contender::name).containsExactly("mae", "amt", "quickstart");
        assertThat(all)
                .extracting(Contender::recipe)
                .containsExactly("conf/recipes/mae.conf", "conf/x.conf", "quickstart");
    }

    @Test
    void aChangeForOneReachesThatOneOnly() {
        List<Contender> all = Contender.parseAll(
                List.of("a=quickstart", "b=quickstart"), List.of("b:masking.strategy=random", "b:run.note=x:y=z"));

        assertThat(all.get(0).overrides()).isEmpty();
        assertThat(all.get(1).overrides()).containsExactly("masking.strategy=random", "run.note=x:y=z");
    }

    @Test
    void twoOfOneNameAreRefusedWithTheRemedy() {
        assertThatThrownBy(() -> Contender.parseAll(List.of("quickstart", "quickstart"), List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("NAME=quickstart");
    }

    @Test
    void aChangeForNobodyIsRefused() {
        assertThatThrownBy(() -> Contender.parseAll(List.of("a=quickstart"), List.of("c:model.depth=2")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("[a]");
        assertThatThrownBy(() -> Contender.parseAll(List.of("a=quickstart"), List.of("a")))
                .isInstanceOf(UsageException.class);
    }

    @Test
    void whatAComparisonDecidesCannotBeSet() {
        List<Contender> one = List.of(new Contender("a", "quickstart", List.of()));

        assertThatThrownBy(() -> request(one, "run.epochs=3"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("run.epochs=3");
        assertThatThrownBy(() -> request(
                        List.of(new Contender("a", "quickstart", List.of("evaluation.neighbours=5"))), "model.depth=2"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("evaluated alike");
    }

    private static ComparisonRequest request(List<Contender> contenders, String override) {
        return new ComparisonRequest(
                contenders, List.of(0L), new Budget.Images(10), List.of(override), 2, Path.of("nowhere"));
    }
}
