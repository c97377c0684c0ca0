package org.masque.actors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** All rejections are counted, few are told. */
class RejectionsTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<RejectionReason> heard = new ArrayList<>();
    private final Rejections rejections = new Rejections(heard::add, clock::get);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Rejections.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void theFirstIsToldAtOnceAndTheRestOnceAMinute() {
        for (int i = 0; i < 1000; i++) {
            rejections.add(new WireException(RejectionReason.SIZE, "too much"));
        }
        assertThat(lines())
                .containsExactly(
                        "rejected 1 message(s) from the network, the last one as size: too much; the connection stays");

        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        rejections.add(new WireException(RejectionReason.DEPTH, "too deep"));
        assertThat(lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("rejected 1000 message(s)")
                .contains("too deep");
        assertThat(heard).hasSize(1001).endsWith(RejectionReason.DEPTH);
    }
}
