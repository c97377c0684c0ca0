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
        assertThat(summary.features()).isEqualTo("CLASS_TOKEN");
    }

    @Test
    void aLossIsTheLastStepsAndTheSmoothedOneIsCalledSo() throws IOException {
        run.started(0, 100, 10).step(1, 2.0).step(2, 1.0);

        JsonNode summary = json.valueToTree(archive.summary());

        assertThat(summary.path("loss").asDouble()).isEqualTo(1.0);
        assertThat(summary.path("smoothedLoss").asDouble()).isCloseTo((0.95 * 2 + 1) / 1.95, within(1e-9));
        assertThat(summary.path("imagesPerSecond").asDouble()).isCloseTo(128, within(1e-9));
        assertThat(summary.path("dataWait").asDouble()).isCloseTo(0.1, within(1e-9));
    }

    // Steps of half a second: 20 of them are measured after 10 seconds.
    @Test
    void theTimeLeftIsAGuessUntilTwentyStepsWereMeasured() throws IOException {
        run.started(0, 100, 10);
        assertThat(archive.summary().recent()).isEqualTo(RecentSteps.NONE);
        for (int step = 1; step <= 19; step++) {
            run.step(step, 1);
        }
        aSecondLater();
        assertThat(archive.summary().recent().leftIsGuess()).isTrue();
        assertThat(archive.summary().recent().secondsLeft()).isCloseTo(81 * 0.5, within(1e-9));

        run.step(20, 1);
        aSecondLater();
        assertThat(archive.summary().recent().leftIsGuess()).isFalse();

        run.started(20, 100, 10);
        aSecondLater();
        assertThat(archive.summary().recent().leftIsGuess())
                .as("after a restart")
                .isTrue();
        assertThat(archive.summary().recent().smoothedLoss()).isEqualTo(1);
        run.step(21, 3);
        aSecondLater();
        assertThat(archive.summary().recent().leftIsGuess()).isTrue();
        assertThat(archive.summary().recent().smoothedLoss())
                .as("as the terminal begins anew")
                .isEqualTo(3);
    }

    @Test
    void stepsThatAreFastAreAGuessUntilFiveSecondsWereMeasured() throws IOException {
        run.started(0, 100, 10);
        for (int step = 1; step <= 49; step++) {
            run.line(WrittenRun.stepLine(step, 1).replace("\"seconds\":0.5", "\"seconds\":0.1"));
        }
        assertThat(archive.summary().recent().leftIsGuess()).isTrue();

        run.line(WrittenRun.stepLine(50, 1).replace("\"seconds\":0.5", "\"seconds\":0.2"));
        aSecondLater();
        assertThat(archive.summary().recent().leftIsGuess()).isFalse();
    }

    @Test
    void whenAllStepsAreDoneNoTimeIsLeftAndWhatIsStillDoneIsSaid() throws IOException {
        run.started(0, 2, 2).step(1, 1);
        assertThat(archive.summary().stage()).isEqualTo("training");

        run.step(2, 1).line("{\"event\":\"evaluationStarted\",\"step\":2,\"epoch\":1.0}");
        aSecondLater();
        assertThat(archive.summary().stage()).isEqualTo("evaluating");
        assertThat(archive.summary().recent().secondsLeft()).isNull();

        run.line(EVALUATED);
        aSecondLater();
        assertThat(archive.summary().stage()).isEqualTo("finishing");

        run.line("{\"event\":\"stopped\",\"end\":\"FINISHED\",\"step\":2}");
        aSecondLater();
        assertThat(archive.summary().stage()).isNull();
    }

    @Test
    void trainedAndUntrainedAreOfTheSameFeaturesInWhateverOrderTheyAreWritten() throws IOException {
        run.started(0, 4, 2)
                .step(1, 1)
                .step(2, 1)
                .line(
                        "{\"time\":\"2026-01-01T00:01:00Z\",\"event\":\"evaluated\",\"step\":2,\"epoch\":1.0,\"version\":2,"
                                + "\"reports\":[{\"features\":\"CLASS_TOKEN\",\"linearAccuracy\":0.4},"
                                + "{\"features\":\"PATCH_MEAN\",\"linearAccuracy\":0.6}],"
                                + "\"untrained\":[{\"features\":\"PATCH_MEAN\",\"linearAccuracy\":0.5},"
                                + "{\"features\":\"CLASS_TOKEN\",\"linearAccuracy\":0.3}]}");

        assertThat(archive.history(10).evaluations().get(0).accuracies())
                .containsExactly(
                        new Evaluation.Accuracy("CLASS_TOKEN", null, 0.4, null, 0.3),
                        new Evaluation.Accuracy("PATCH_MEAN", null, 0.6, null, 0.5));
        assertThat(archive.summary())
                .returns("CLASS_TOKEN", RunSummary::features)
                .returns(0.4, RunSummary::linear);
    }

    // EVALUATED is a line of an earlier version, which had no step and counted epochs from 0.
    @Test
    void theEpochOfAnEvaluationIsCountedAsThatOfItsStep() throws IOException {
        run.started(0, 4, 2).step(1, 1).step(2, 1).line(EVALUATED);

        History history = archive.history(10);

        assertThat(history.evaluations().get(0))
                .returns(2L, Evaluation::step)
                .returns(history.epoch()[1], Evaluation::epoch);
        assertThat(history.epoch()[1]).isEqualTo(1);
    }

    @Test
    void lossesMayBeComparedWhereMasksAndTargetsAreTheSame() throws IOException {
        assertThat(lossOf("masking.strategy = random", "masking.ratio = 0.75", "run.seed = 1"))
                .isEqualTo(lossOf("masking.strategy = random", "masking.ratio = 0.75", "masking.startEpoch = 3"))
                .isNotEqualTo(lossOf("masking.strategy = random", "masking.ratio = 0.5"))
                .isNotEqualTo(lossOf("masking.strategy = random", "masking.ratio = 0.75", "objective.loss = absolute"))
                .isNotEqualTo(lossOf("masking.strategy = attention", "masking.ratio = 0.75"));
        assertThat(lossOf("masking.strategy = attention", "masking.refreshInterval = 4"))
                .isEqualTo(lossOf("masking.strategy = attention", "masking.refreshInterval = 8"))
                .isNotEqualTo(lossOf("masking.strategy = attention", "masking.startEpoch = 3"));
    }

    private String lossOf(String... recipe) throws IOException {
        Files.write(run.folder().resolve("effective.conf"), List.of(recipe));
        return Objects.requireNonNull(archive.summary().lossOf());
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

    @Test
    void whatBecameOfWeightsFromElsewhereIsToldInOneSentence() throws IOException {
        run.line(
                "{\"event\":\"weightsRead\",\"file\":\"mae.safetensors\",\"notes\":[\"pos_embed is for 4x4 patches\"]}");

        assertThat(archive.history(10).events())
                .last()
                .extracting(RunEvent::text)
                .isEqualTo("begins with the weights of mae.safetensors; pos_embed is for 4x4 patches");
    }
}
