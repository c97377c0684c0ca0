package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SkipTallyTest {
    private final SkipTally tally = new SkipTally();

    private static BadImageException bad(String name, SkipReason reason) {
        return new BadImageException(name, reason, "some detail");
    }

    @Test
    void everySkipIsCountedUnderItsReasonFromManyThreads() {
        IntStream.range(0, 1000)
                .parallel()
                .forEach(i -> tally.record(bad("f" + i % 3, i % 4 == 0 ? SkipReason.EMPTY : SkipReason.TRUNCATED)));

        assertThat(tally.count(SkipReason.EMPTY)).isEqualTo(250);
        assertThat(tally.count(SkipReason.TRUNCATED)).isEqualTo(750);
        assertThat(tally.count(SkipReason.VANISHED)).isZero();
        assertThat(tally.total()).isEqualTo(1000);
    }

    @Test
    void eachBadImageIsNamedOnceInTheLog() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(SkipTally.class);
        log.start();
        logger.addAppender(log);
        try {
            tally.record(bad("a.jpg", SkipReason.EMPTY));
            tally.record(bad("a.jpg", SkipReason.EMPTY));
            tally.record(bad("b.jpg", SkipReason.TOO_LARGE));
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("skipped (empty) a.jpg: some detail", "skipped (too_large) b.jpg: some detail");
    }

    @Test
    void aBudgetIsKeptUpToItselfAndNotBeyond() {
        tally.record(bad("a.jpg", SkipReason.EMPTY));
        assertThatCode(() -> tally.requireWithin(0.01, 100)).doesNotThrowAnyException();

        tally.record(bad("b.jpg", SkipReason.VANISHED));
        assertThatThrownBy(() -> tally.requireWithin(0.01, 100))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("skipped 2 of 100 images (met: empty 1, vanished 1)")
                .hasMessageContaining("budget of 0.01");
    }
}
