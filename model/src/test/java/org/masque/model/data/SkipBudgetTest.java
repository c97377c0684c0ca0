package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SkipBudgetTest {
    private final SkipBudget budget = new SkipBudget(new SkipTally(), 0.01, 200);

    private void skip() {
        budget.skipped(new BadImageException("a.jpg", SkipReason.EMPTY, "no bytes"));
    }

    @Test
    void aBadImageAmongTheFirstDoesNotEndARun() {
        budget.seen(1);
        assertThatCode(this::skip).doesNotThrowAnyException();
        assertThatCode(this::skip).doesNotThrowAnyException();
        assertThatThrownBy(this::skip).isInstanceOf(DataException.class).hasMessageContaining("skipped 3 of 200");
    }

    @Test
    void fromTheSecondEpochOnTheShareIsThatOfAllImagesSeen() {
        budget.seen(300);
        skip();
        skip();
        skip();
        assertThatThrownBy(this::skip).hasMessageContaining("skipped 4 of 300");
        assertThat(budget.tally().total()).isEqualTo(4);
    }

    @Test
    void aShareOfNothingAllowsNothing() {
        SkipBudget strict = new SkipBudget(new SkipTally(), 0, 1000);
        assertThatThrownBy(() -> strict.skipped(new BadImageException("a.jpg", SkipReason.EMPTY, "no bytes")))
                .isInstanceOf(DataException.class);
    }
}
