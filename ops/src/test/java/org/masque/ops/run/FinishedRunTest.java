package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.ExitCode;

/** The same command again, after the end of a run of four steps in two epochs. */
@ExtendWith(NoTensorLeaks.class)
class FinishedRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path runs;

    private TinySession session;

    @BeforeEach
    void finish() throws IOException {
        session = TinySession.in(runs);
        assertThat(session.run(ResumePolicy.STRICT)).isEqualTo(ExitCode.OK);
    }

    private String again(String... overrides) throws IOException {
        session.out().getBuffer().setLength(0);
        assertThat(session.run(ResumePolicy.STRICT, overrides)).isEqualTo(ExitCode.OK);
        return session.out().toString();
    }

    private ObjectNode results() throws IOException {
        return (ObjectNode) JSON.readTree(session.folder().results().toFile());
    }

    private long starts() throws IOException {
        try (Stream<String> lines = Files.lines(session.folder().log())) {
            return lines.filter(line -> line.contains("\"event\":\"started\"")).count();
        }
    }

    private Map<String, String> filesOfTheRun() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(session.folder().path())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file.toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
        }
        files.keySet().removeIf(name -> name.endsWith(".lock")); // held by each process that looks
        return files;
    }

    @Test
    void aFinishedRunSaysSoWithItsLengthAndTouchesNothing() throws IOException {
        Map<String, String> before = filesOfTheRun();

        String said = again("http.enabled=false");

        assertThat(said)
                .startsWith("Run tiny is finished: 2 epochs, 4 steps, loss ")
                .contains("are in " + session.folder().path())
                .contains("To train longer: --set run.epochs=4\n")
                .endsWith("To start anew:   --set run.name=tiny-2\n");
        assertThat(filesOfTheRun()).isEqualTo(before);
    }

    @Test
    void aFinishedRunOfMoreEpochsGoesOn() throws IOException {
        assertThat(again("run.epochs=3")).contains("Done.");
        assertThat(results().get("steps").asInt()).isEqualTo(6);
        assertThat(again("run.epochs=2")).startsWith("Run tiny is finished: 2 epochs, 6 steps");
    }

    @Test
    void aRunThatItsStepsLimitIsToldToTakeMoreOfThem() throws IOException {
        assertThat(again("run.name=short", "run.steps=2")).contains("Done.");
        assertThat(again("run.name=short", "run.steps=2")).contains("To train longer: --set run.steps=4\n");
        assertThat(again("run.name=short", "run.steps=3")).contains("3 steps, loss");
    }

    @Test
    void aFinishedRunWhoseLastCheckpointIsDamagedDoesItsLastStepsAgain() throws IOException {
        Path weights = session.folder().checkpoints().resolve("step-000004/weights.safetensors");
        byte[] content = Files.readAllBytes(weights);
        content[content.length / 2] ^= 1;
        Files.write(weights, content);

        assertThat(again()).contains("Done.");
        assertThat(starts()).isEqualTo(2);
        assertThat(again()).contains("Run tiny is finished");
    }

    @Test
    void anEvaluationThatIsAskedForLaterIsDone() throws IOException {
        assertThat(again("evaluation.atEnd=true", "evaluation.linearEpochs=1")).contains("k-NN");
        assertThat(again("evaluation.atEnd=true", "evaluation.linearEpochs=1"))
                .startsWith("Run tiny is finished")
                .containsPattern(
                        "class token +k-NN +[0-9.]+% \\(untrained +[0-9.]+%\\) +linear .* on 16 test images\n");
    }

    @Test
    void anEvaluationThatFailedAtTheEndIsTriedAgain() throws IOException {
        ObjectNode results = results();
        results.putArray("evaluationsLeftOut").addObject().put("step", 4).put("reason", "it failed");
        Files.writeString(session.folder().results(), results.toString());

        assertThat(again()).contains("Done.");
    }

    @Test
    void aRunThatWasStoppedOrWhoseResultsAreUnreadableIsNotFinished() throws IOException {
        Files.writeString(
                session.folder().results(), results().put("end", "STOPPED").toString());
        assertThat(again()).contains("Done.");
        Files.writeString(session.folder().results(), "{");
        assertThat(again()).contains("Done.");
    }

    @Test
    void aNameThatIsTakenIsNotProposed() throws IOException {
        Files.createDirectory(runs.resolve("tiny-2"));
        assertThat(again()).endsWith("--set run.name=tiny-3\n");
    }
}
