package org.masque.ops.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueuedWriterTest {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private abstract class TestSink implements QueuedWriter.Sink<String> {
        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void allThatWaitsIsWrittenBeforeItCloses() throws InterruptedException {
        QueuedWriter<String> writer = QueuedWriter.to(
                new TestSink() {
                    @Override
                    public void write(String line) {
                        written.add(line);
                    }
                },
                "the log",
                100);
        for (int i = 0; i < 50; i++) {
            writer.write("line " + i);
        }
        writer.close();
        closed.await();

        assertThat(written).hasSize(50).startsWith("line 0").endsWith("line 49");
        assertThat(writer.dropped()).isZero();
    }

    @Test
    void aDiskThatHangsMakesNobodyWaitAndWhatDoesNotFitIsCounted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch diskIsBack = new CountDownLatch(1);
        QueuedWriter<String> writer = QueuedWriter.to(
                new TestSink() {
                    @Override
                    public void write(String line) throws IOException {
                        begun.countDown();
                        try {
                            diskIsBack.await();
                        } catch (InterruptedException stopped) {
                            throw new IOException(stopped);
                        }
                        written.add(line);
                    }
                },
                "the log",
                3);
        writer.write("in hand");
        begun.await();
        for (int i = 0; i < 10; i++) {
            writer.write("line " + i);
        }

        assertThat(writer.dropped()).isEqualTo(7);
        diskIsBack.countDown();
        writer.close();
        closed.await();
        assertThat(written).containsExactly("in hand", "line 0", "line 1", "line 2");
    }

    @Test
    void aFullDiskCostsItsLinesAndNoOthers() throws InterruptedException {
        QueuedWriter<String> writer = QueuedWriter.to(
                new TestSink() {
                    @Override
                    public void write(String line) throws IOException {
                        if (line.equals("lost")) {
                            throw new IOException("no space left");
                        }
                        written.add(line);
                    }
                },
                "the log",
                10);
        writer.write("first");
        writer.write("lost");
        writer.write("last");
        writer.close();
        closed.await();

        assertThat(written).containsExactly("first", "last");
        assertThat(writer.dropped()).isEqualTo(1);
    }
}
