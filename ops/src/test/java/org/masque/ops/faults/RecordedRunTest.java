package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/** A run that is recorded with JDK Flight Recorder on request, where that is safe. */
@Tag("slow")
@Tag("process")
@Timeout(value = 10, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class RecordedRunTest {
    @TempDir
    private Path folder;

    private static HttpResponse<String> record(TrainingChild child) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + child.port() + "/api/runs/child/profile?seconds=1");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private List<Path> recordings() throws IOException {
        try (Stream<Path> files = Files.list(TrainingChild.run(folder))) {
            return files.filter(file -> file.toString().endsWith(".jfr")).toList();
        }
    }

    private Start serving(String blas) {
        return Start.in(folder)
                .with("-Dmasque.blas=" + blas)
                .set("http.enabled=true", "http.port=0", "run.epochs=1000000", "evaluation.atEnd=false");
    }

    private static void stop(TrainingChild child) throws Exception {
        child.signal("TERM");
        assertThat(child.exit()).as(child.output()).isEqualTo(ExitCode.TERMINATED.number());
    }

    @Test
    void aRunThatOpenBlasMultipliesForIsRecordedAndGoesOn() throws Exception {
        try (TrainingChild child = serving("openblas").start()) {
            child.awaitEvents("step", 1);
            assertThat(record(child).statusCode()).isEqualTo(202);
            await().atMost(Duration.ofMinutes(5))
                    .untilAsserted(() -> assertThat(recordings())
                            .singleElement()
                            .satisfies(file -> assertThat(file).isNotEmptyFile()));
            child.awaitEvents("step", TrainingChild.events(folder, "step").size() + 1);
            stop(child);
        }
    }

    @Test
    void aRunThatOneDnnMayMultiplyForIsNotRecordedAndSaysWhatToDo() throws Exception {
        try (TrainingChild child = serving("auto").start()) {
            child.awaitEvents("step", 1);
            HttpResponse<String> answer = record(child);
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("-Dmasque.blas=openblas");
            stop(child);
            assertThat(recordings()).isEmpty();
        }
    }
}
