package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReaderTest {
    @TempDir
    private Path folder;

    private void log(String... lines) throws IOException {
        Files.writeString(
                folder.resolve("log.jsonl"),
                String.join("\n", lines) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String step(int step) {
        return "{\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"step\",\"step\":" + step
                + ",\"epoch\":1,\"loss\":0.5,\"samples\":16,\"seconds\":0.5}";
    }

    @Test
    void aFolderThatIsNotThereSaysNothing() throws IOException {
        FolderReader absent = new FolderReader(folder.resolve("absent"));

        assertThat(absent.summary().get("step").asLong()).isZero();
        assertThat(absent.history(10).get("step")).isEmpty();
        assertThat(absent.pictures().get("pictures")).isEmpty();
        assertThat(absent.newsAfter(0)).isEmpty();
    }

    @Test
    void theSummaryIsThatOfTheLastStep() throws IOException {
        log("{\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"started\",\"step\":0,\"totalSteps\":9}", step(1), step(2));

        JsonNode summary = new FolderReader(folder).summary();

        assertThat(summary.get("step").asLong()).isEqualTo(2);
        assertThat(summary.get("totalSteps").asLong()).isEqualTo(9);
        assertThat(summary.get("imagesPerSecond").asDouble()).isEqualTo(32);
    }

    @Test
    void aLongHistoryIsThinnedToTheNumberOfPointsAndReachesTheEnd() throws IOException {
        for (int i = 1; i <= 1000; i++) {
            log(step(i));
        }

        JsonNode history = new FolderReader(folder).history(100);

        assertThat(history.get("step")).hasSizeBetween(50, 100);
        assertThat(history.at("/series/loss/mean")).hasSameSizeAs(history.get("step"));
        assertThat(history.get("step").get(history.get("step").size() - 1).asLong())
                .isGreaterThan(980);
    }

    @Test
    void newsAreTheWholeLinesBehindAPlaceAndOfStepsOnlyTheLast() throws IOException {
        FolderReader reader = new FolderReader(folder);
        log(step(1));
        long heard = reader.lastNews();
        log(step(2), step(3), "{\"event\":\"checkpointWritten\",\"step\":3}", "no JSON");
        Files.writeString(folder.resolve("log.jsonl"), "{\"event\":\"half", StandardOpenOption.APPEND);

        List<FolderReader.News> news = reader.newsAfter(heard);

        assertThat(news.stream().map(FolderReader.News::event)).containsExactly("step", "checkpoint");
        assertThat(news.get(0).data().get("step").asLong()).isEqualTo(3);
        assertThat(reader.newsAfter(news.get(1).number())).isEmpty();
    }

    @Test
    void pagesOfTheLogFollowEachOther() throws IOException {
        for (int i = 1; i <= 700; i++) {
            log(step(i));
        }
        FolderReader reader = new FolderReader(folder);

        JsonNode first = reader.log(0);
        JsonNode second = reader.log(first.get("next").asLong());

        assertThat(first.get("lines")).hasSize(500);
        assertThat(second.get("lines")).hasSize(200);
        assertThat(second.at("/lines/0/step").asLong()).isEqualTo(501);
    }
}
