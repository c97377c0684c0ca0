package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SkipBudgetTest {
    private final SkipBudget budget = new SkipBudget(new SkipTally(), 0.01, 200);

    private void skip(String name) {
        budget.skipped(new BadImageException(name, SkipReason.EMPTY, "no bytes"));
    }

    @Test
    void asManyBadImagesAsTheShareAllowsDoNotEndARun() {
        assertThatCode(() -> skip("a.jpg")).doesNotThrowAnyException();
        assertThatCode(() -> skip("b.jpg")).doesNotThrowAnyException();
        assertThatThrownBy(() -> skip("c.jpg"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("skipped 3 of 200");
    }

    @Test
    void anImageThatManyMeetAgainAndAgainCountsOnce() {
        for (int i = 0; i < 1000; i++) {
            skip("a.jpg");
            skip("b.jpg");
        }
        assertThat(budget.tally().total()).isEqualTo(2000);
        assertThatThrownBy(() -> skip("c.jpg")).hasMessageContaining("skipped 3 of 200 images (met: empty 2001)");
    }

    @Test
    void aShareOfNothingAllowsNothing() {
        SkipBudget strict = new SkipBudget(new SkipTally(), 0, 1000);
        assertThatThrownBy(() -> strict.skipped(new BadImageException("a.jpg", SkipReason.EMPTY, "no bytes")))
                .isInstanceOf(DataException.class);
    }
}
