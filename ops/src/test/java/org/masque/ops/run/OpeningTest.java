package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Test
    void theCallerGoesOnMeanwhile() throws IOException {
        CountDownLatch goneOn = new CountDownLatch(1);
        try (Opening<AutoCloseable> opening = Opening.begin("test", () -> openedAfter(goneOn))) {
            goneOn.countDown();
            assertThat(opening.take()).isNotNull();
        }
    }

    @Test
    void whatWasTakenIsLeftToTheCaller() throws IOException {
        try (Opening<AutoCloseable> opening = Opening.begin("test", () -> closed::countDown)) {
            opening.take();
        }
        assertThat(closed.getCount()).isOne();
    }

    @Test
    void whatNobodyTookIsClosedOnceItIsOpen() throws InterruptedException {
        CountDownLatch givenUp = new CountDownLatch(1);
        try (Opening<AutoCloseable> opening = Opening.begin("test", () -> openedAfter(givenUp))) {
            assertThat(opening).isNotNull();
        }
        givenUp.countDown();

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsThrownArrivesWhereItIsTaken() {
        for (Throwable thrown : List.of(
                new IOException("no disk"), new IllegalStateException("no data"), new LinkageError("no library"))) {
            try (Opening<AutoCloseable> opening = Opening.begin("test", () -> failed(thrown))) {
                assertThatThrownBy(opening::take).isSameAs(thrown);
            }
        }
    }

    private AutoCloseable openedAfter(CountDownLatch latch) {
        try {
            latch.await();
            return closed::countDown;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static AutoCloseable failed(Throwable thrown) throws IOException {
        if (thrown instanceof IOException io) {
            throw io;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
