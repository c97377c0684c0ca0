package org.masque.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunArchiveTest {
    private static final String EVALUATED = "{\"time\":\"2026-01-01T00:01:00Z\",\"event\":\"evaluated\",\"version\":2,"
            + "\"epoch\":0,\"reports\":[{\"features\":\"CLASS_TOKEN\",\"knnAccuracy\":0.3,\"linearAccuracy\":0.4}],"
            + "\"untrained\":[{\"features\":\"CLASS_TOKEN\",\"knnAccuracy\":0.2,\"linearAccuracy\":0.25}]}";

    @TempDir
    Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicLong nanos = new AtomicLong();
    private WrittenRun run;
    private RunArchive archive;

    @BeforeEach
    void begin() throws IOException {
        run = WrittenRun.in(folder.resolve("demo"));
        archive = RunArchive.of(run.folder(), nanos::get);
    }

    private void aSecondLater() {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void aFolderWithNothingInItIsARunThatHasNotBegun() throws IOException {
        RunSummary summary = archive.summary();

        assertThat(summary.name()).isEqualTo("demo");
        assertThat(summary.step()).isZero();
        assertThat(summary.loss()).isNull();
        assertThat(archive.history(100).step()).isEmpty();
        assertThat(archive.details().checkpoints()).isEmpty();
        assertThat(archive.pictures().pictures()).isEmpty();
    }

    @Test
    void theHistoryGrowsWithTheLog() throws IOException {
        run.started(0, 100, 10).step(1, 2.0);
        assertThat(archive.history(100).step()).containsExactly(1);

        run.step(2, 1.5);
        assertThat(archive.history(100).step())
                .as("read four times a second at most")
                .containsExactly(1);
        aSecondLater();
        History history = archive.history(100);

        assertThat(history.step()).containsExactly(1, 2);
        assertThat(history.epoch()).containsExactly(0.1, 0.2);
        assertThat(Objects.requireNonNull(history.series().get("loss")).mean()).containsExactly(2.0f, 1.5f);
        assertThat(Objects.requireNonNull(history.series().get("imagesPerSecond"))
                        .mean())
                .containsExactly(128, 128);
    }

    @Test
    void aLineThatAKillCutIsPassedOver() throws IOException {
        run.started(0, 100, 10)
                .step(1, 2.0)
                .text("{\"time\":\"2026-01-01T0\n")
                .started(1, 100, 10)
                .step(2, 1.5);

        assertThat(archive.history(100).step()).containsExactly(1, 2);
    }

    @Test
    void theSummarySaysHowFarTheRunIsAndHowGood() throws IOException {
        Files.writeString(
                run.folder().resolve("effective.conf"),
                "run.epochs = 10\nmasking.strategy = attention\nobjective.target = pixels\nrun.note = \"a try\"\n");
        run.started(0, 100, 10).step(1, 2.0).step(2, 1.0).line(EVALUATED);

        RunSummary summary = archive.summary();

        assertThat(summary)
                .returns(2L, RunSummary::step)
                .returns(100L, RunSummary::totalSteps)
                .returns(10, RunSummary::epochs)
                .returns("attention, pixels", RunSummary::method)
                .returns("a try", RunSummary::note)
                .returns(0.3, RunSummary::knn)
                .returns(0.4, RunSummary::linear)
                .returns(null, RunSummary::end);
        assertThat((double) Objects.requireNonNull(summary.loss())).isCloseTo(1.5, within(1e-6));
        assertThat(Objects.requireNonNull(summary.secondsLeft())).isCloseTo(49, within(1e-6));
    }

    @Test
    void aRunThatEndedSaysHowAndOneThatGoesOnDoesNot() throws IOException {
        run.started(0, 100, 10)
                .step(1, 2)
                .line("{\"time\":\"2026-01-01T00:02:00Z\",\"event\":\"stopped\",\"end\":\"FAILED\",\"step\":1,"
                        + "\"message\":\"worker-0 failed\"}");
        assertThat(archive.summary())
                .returns("failed", RunSummary::end)
                .returns("worker-0 failed", RunSummary::message);

        aSecondLater();
        run.started(1, 100, 10);
        assertThat(archive.summary().end()).isNull();
    }

    @Test
    void newsTellEachReaderWhatIsNewToHim() throws IOException {
        run.started(0, 100, 10).step(1, 2.0);
        long early = archive.lastNews();
        aSecondLater();
        run.step(2, 1.5).step(3, 1.4).line(EVALUATED);

        List<News> news = archive.newsAfter(early);

        assertThat(news).extracting(News::event).containsExactly("evaluation", "event", "step");
        assertThat(news.get(2).data())
                .isInstanceOfSatisfying(
                        StepNews.class, step -> assertThat(step.step()).isEqualTo(3));
        assertThat(archive.newsAfter(archive.lastNews())).isEmpty();
    }

    @Test
    void whatTheActorsDoIsReadFromTheirFile() throws IOException {
        Files.writeString(run.folder().resolve("actors.json"), "{\"phase\":\"training\"}");

        assertThat(Objects.requireNonNull(archive.details().actors())
                        .path("phase")
                        .asText())
                .isEqualTo("training");
        assertThat(archive.newsAfter(0)).extracting(News::event).containsExactly("actors");
    }

    @Test
    void picturesAreInTheOrderOfTheirSteps() throws IOException {
        Path pictures = Files.createDirectory(run.folder().resolve("pictures"));
        for (String name : List.of("step-0000020.png", "step-0000010.png", "frame-0000020.png", "other.txt")) {
            Files.writeString(pictures.resolve(name), "");
        }
        Files.writeString(pictures.resolve("samples.json"), "{\"width\":96}");

        Pictures found = archive.pictures();

        assertThat(found.pictures())
                .containsExactly(
                        new Pictures.Picture(10, null, "step-0000010.png"),
                        new Pictures.Picture(20, "frame-0000020.png", "step-0000020.png"));
        assertThat(Objects.requireNonNull(found.samples()).path("width").asInt())
                .isEqualTo(96);
        assertThat(archive.picture("frame-0000020.png")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../log.jsonl",
                "..",
                "",
                "step-1.png/../../log.jsonl",
                "other.txt",
                "step-1.png\0.txt",
                "STEP-1.PNG",
                "%2e%2e%2flog.jsonl",
                "/etc/passwd"
            })
    void nothingButPicturesIsHandedOut(String name) throws IOException {
        Files.createDirectory(run.folder().resolve("pictures"));
        run.line("secret");

        assertThat(archive.picture(name)).isEmpty();
    }

    @Test
    void aLinkAmongThePicturesIsNotFollowed() throws IOException {
        Path pictures = Files.createDirectory(run.folder().resolve("pictures"));
        run.line("secret");
        Files.createSymbolicLink(pictures.resolve("step-0000001.png"), run.log());

        assertThat(archive.picture("step-0000001.png")).isEmpty();
    }

    @Test
    void theLogIsHandedOutInPages() throws IOException {
        run.started(0, 2000, 10);
        for (int step = 1; step <= 1200; step++) {
            run.step(step, 1);
        }
        LogPage first = archive.log(0);
        LogPage second = archive.log(first.next());
        LogPage third = archive.log(second.next());

        assertThat(first.lines()).hasSize(500);
        assertThat(third.lines()).hasSize(201);
        assertThat(archive.log(third.next()).lines()).isEmpty();
        List<JsonNode> tail = archive.log(-1).lines();
        assertThat(tail.get(tail.size() - 1).path("step").asInt()).isEqualTo(1200);
    }

    @Test
    void everythingHasJson() throws IOException {
        run.started(0, 100, 10).step(1, 2.0).line(EVALUATED);

        assertThat(json.writeValueAsString(archive.history(10)))
                .contains("\"step\":[1]", "\"loss\":{\"mean\":[2.0]", "\"linear\":0.4");
        assertThat(json.writeValueAsString(archive.details())).contains("\"summary\":{\"name\":\"demo\"");
        assertThat(json.writeValueAsString(archive.newsAfter(0))).contains("\"event\":\"step\"", "\"mapAge\":null");
    }

    @Test
    void whatARunThatWentBackHadDoneIsForgotten() throws IOException {
        run.started(0, 100, 10)
                .step(1, 2.0)
                .step(2, 9.0)
                .step(3, 9.0)
                .line(EVALUATED.replace("version\":2", "version\":3"));
        run.line("{\"time\":\"2026-01-01T00:02:00Z\",\"event\":\"rolledBack\",\"from\":5,\"to\":1}");

        assertThat(archive.summary().step()).isEqualTo(1);
        assertThat(archive.summary().loss()).isNull();
        assertThat(archive.history(100).evaluations()).isEmpty();
        aSecondLater();
        run.step(2, 1.5);
        assertThat(archive.history(100).step()).containsExactly(1, 2);
        assertThat((double) Objects.requireNonNull(archive.summary().loss())).isCloseTo(1.5, within(1e-6));
    }

    @Test
    void badStepsAndTheWayBackAreToldInWords() throws IOException {
        run.started(0, 100, 10)
                .line(
                        "{\"event\":\"stepSkipped\",\"step\":3,\"cause\":\"spike\",\"loss\":\"12.5\",\"medianLoss\":\"0.5\"}")
                .line("{\"event\":\"stepSkipped\",\"step\":4,\"cause\":\"not_finite\",\"loss\":\"NaN\"}")
                .line("{\"event\":\"rolledBack\",\"from\":5,\"to\":2}")
                .line("{\"event\":\"stepPassedOver\",\"step\":3}");

        assertThat(archive.history(10).events().stream().skip(1).map(RunEvent::text))
                .containsExactly(
                        "loss 12.5 far above the 0.500 of the steps before: update left out",
                        "loss or gradient not finite: update left out",
                        "went back from step 5 to step 2, after too many bad steps",
                        "passed over, since it was bad before the run went back");
        assertThat(archive.history(10).events().get(3).step()).isEqualTo(2);
    }
}
