package org.masque.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir
    Path folder;

    private WrittenRun run;
    private LogFiles log;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        run = WrittenRun.in(folder.resolve("run"));
        log = new LogFiles(run.log());
    }

    @Test
    void aLogThatIsNotThereYetHasNoLines() throws IOException {
        log.readOn(seen::add);

        assertThat(seen).isEmpty();
        assertThat(log.readFrom(-1, line -> true)).isZero();
    }

    @Test
    void everyLineIsHandedOutOnce() throws IOException {
        run.line("a").line("b");
        log.readOn(seen::add);
        run.line("c");
        log.readOn(seen::add);
        log.readOn(seen::add);

        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void aLineThatIsNotWholeYetWaitsForItsEnd() throws IOException {
        run.line("a").text("half");
        log.readOn(seen::add);
        assertThat(seen).containsExactly("a");

        run.text(" and half\n");
        log.readOn(seen::add);
        assertThat(seen).containsExactly("a", "half and half");
    }

    @Test
    void aLogThatIsMovedAsideIsReadToItsEndAndTheNextFromItsBeginning() throws IOException {
        run.line("a");
        log.readOn(seen::add);
        run.line("b").rotate(4).line("c").rotate(4).line("d");
        log.readOn(seen::add);

        assertThat(seen).containsExactly("a", "b", "c", "d");
    }

    @Test
    void olderFilesAreReadFirst() throws IOException {
        run.line("a").rotate(4).line("b").rotate(4).line("c");
        log.readOn(seen::add);

        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void aPlaceInTheLogStaysTheSameWhenFilesAreMovedAsideAndRemoved() throws IOException {
        run.line("a").rotate(2).line("b").rotate(2).line("c");
        long behindB = log.readFrom(0, line -> !line.equals("b"));
        run.rotate(2).line("d");

        log.readFrom(behindB, seen::add);

        assertThat(behindB).isEqualTo(4);
        assertThat(seen).containsExactly("c", "d");
    }

    @Test
    void onePageAfterAnotherGivesTheWholeLog() throws IOException {
        for (int i = 0; i < 10; i++) {
            run.line("line " + i);
            if (i == 4) {
                run.rotate(2);
            }
        }
        long place = 0;
        for (int page = 0; page < 10; page++) {
            place = log.readFrom(place, line -> {
                seen.add(line);
                return seen.size() % 3 != 0;
            });
        }

        assertThat(seen)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .startsWith("line 0")
                .endsWith("line 9");
    }
}
