package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.checkpoint.NoValidCheckpointException;
import org.masque.model.checkpoint.PreflightException;
import org.masque.model.checkpoint.RunLock;
import org.masque.model.checkpoint.RunLockedException;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;
import org.masque.ops.health.PortInUseException;

/** A dry run finds what the run would, and leaves every file as it is. */
@ExtendWith(NoTensorLeaks.class)
class DryRunTest {
    // Random masks and one micro-batch a step, so that the loss of the trial is that of the step.
    private static final String[] PLAIN = {"masking.strategy=random", "parallel.microBatch=16"};

    @TempDir
    private Path place;

    private TinySession session;

    @BeforeEach
    void begin() {
        session = TinySession.in(place.resolve("runs"));
    }

    private void dryRun(String... overrides) throws IOException {
        session.out().getBuffer().setLength(0);
        new DryRun(session.recipe(overrides), ResumePolicy.STRICT, new PrintWriter(session.out(), true)).run();
    }

    private String said() {
        return session.out().toString();
    }

    private static String[] with(String... more) {
        return Stream.concat(Arrays.stream(PLAIN), Arrays.stream(more)).toArray(String[]::new);
    }

    /** Name, time and bytes of everything there is. */
    private Map<String, String> everything() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(place)) {
            for (Path path : paths.toList()) {
                String bytes = Files.isDirectory(path) ? "folder" : Arrays.toString(Files.readAllBytes(path));
                found.put(path.toString(), Files.getLastModifiedTime(path) + " " + bytes.hashCode());
            }
        }
        return found;
    }

    private String lossOfStep(int step) throws IOException {
        for (String line : Files.readAllLines(session.folder().log())) {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.get("event").asText().equals("step") && event.get("step").asInt() == step) {
                return String.format(
                        Locale.ROOT, "loss %.4f\n", event.get("loss").asDouble());
            }
        }
        throw new AssertionError("no step " + step);
    }

    // --- what would happen

    @Test
    void aNewRunIsFoundToBeginWithItsFirstStepAndNoFolderIsMade() throws IOException {
        dryRun(PLAIN);

        assertThat(place.resolve("runs")).doesNotExist();
        assertThat(said())
                .contains("Run tiny could begin; nothing was written.")
                .contains("32 to train on, 16 to evaluate on")
                .contains("runs/tiny, which would be made")
                .contains("at the start, with weights drawn from seed 1")
                .contains("step 4: 2 epochs of 2 steps of 16 images")
                .contains("16 of the 16 images of the next batch loaded")
                .contains("16 forward and backward");
        String tried = said();
        session.run(ResumePolicy.STRICT, PLAIN);
        assertThat(tried).contains(lossOfStep(1));
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void aRunThatWasStoppedIsFoundToGoOnAndEveryByteStays() throws IOException {
        session.run(ResumePolicy.STRICT, with("run.steps=2"));
        Map<String, String> before = everything();

        dryRun(PLAIN);

        assertThat(everything()).isEqualTo(before);
        assertThat(said())
                .contains("after step 2, with the checkpoint ")
                .contains("checkpoints/step-000002")
                .contains("step 4: 2 epochs");
        String tried = said();
        session.run(ResumePolicy.STRICT, PLAIN);
        assertThat(tried).contains(lossOfStep(3));
    }

    @Test
    void ofARunAtItsEndNoStepIsTriedAndItsMapsStay() throws IOException {
        session.run(ResumePolicy.STRICT);
        Map<String, String> before = everything();

        dryRun();

        assertThat(everything())
                .isEqualTo(before)
                .containsKey(session.folder().maps().toString());
        assertThat(said()).contains("after step 4").contains("no step: none is left");
    }

    @Test
    void aCorruptCheckpointIsPassedOverAndKeepsItsName() throws IOException {
        session.run(ResumePolicy.STRICT, PLAIN);
        Path newest = session.folder().path().resolve("checkpoints/step-000004/weights.safetensors");
        Files.write(newest, new byte[] {1});
        Map<String, String> before = everything();

        dryRun(PLAIN);
        assertThat(everything()).isEqualTo(before);
        assertThat(said()).contains("after step 2");

        Files.write(session.folder().path().resolve("checkpoints/step-000002/weights.safetensors"), new byte[] {1});
        Map<String, String> broken = everything();
        assertThatThrownBy(() -> dryRun(PLAIN)).isInstanceOf(NoValidCheckpointException.class);
        assertThat(everything()).isEqualTo(broken);
    }

    // --- what is in the way

    @ParameterizedTest
    @ValueSource(
            strings = {
                "optimizer.batchSize=64",
                "run.weights=absent",
                "data.kind=folder,data.path=absent",
                "http.enabled=true,http.host=no-such-host.invalid",
            })
    void whatKeepsARunFromBeginningIsToldAsTheRunTellsIt(String keys) {
        String[] overrides = keys.split(",");

        Throwable tried = catchThrowable(() -> dryRun(overrides));

        Throwable began = catchThrowable(() -> session.run(ResumePolicy.STRICT, overrides));
        assertThat(tried).isNotNull().hasSameClassAs(began).hasMessage(began.getMessage());
    }

    @Test
    void aPlaceThatCannotHoldTheFolderIsRefused() throws IOException {
        session = TinySession.in(Files.createFile(place.resolve("file")));

        assertThatThrownBy(() -> dryRun(PLAIN))
                .isInstanceOf(PreflightException.class)
                .hasMessageEndingWith("file is no folder");
    }

    @Test
    void anotherRecipeOrOtherImagesAreRefused() throws IOException {
        session.run(ResumePolicy.STRICT, PLAIN);
        Map<String, String> before = everything();

        assertThatThrownBy(() -> dryRun(with("run.seed=2")))
                .isInstanceOf(ChangedRecipeException.class)
                .hasMessageContaining("run.seed: 1 -> 2");
        assertThatThrownBy(() -> dryRun(with("model.depth=2")))
                .isInstanceOf(ChangedRecipeException.class)
                .hasMessageContaining("model.depth");

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aFolderThatAProcessHoldsIsRefusedAndTheLockIsLeftWithIt() throws IOException {
        try (RunLock lock = RunLock.acquire(session.folder().path())) {
            assertThat(lock).isNotNull();
            Map<String, String> before = everything();
            assertThatThrownBy(() -> dryRun(PLAIN)).isInstanceOf(RunLockedException.class);
            assertThat(everything()).isEqualTo(before);
        }
        dryRun(PLAIN);
    }

    @Test
    void aTakenPortIsRefusedAndAFreeOneIsFreeAfterwards() throws IOException {
        String[] served;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            served = with("http.enabled=true", "http.port=" + taken.getLocalPort());
            assertThatThrownBy(() -> dryRun(with("http.enabled=true", "http.port=" + taken.getLocalPort())))
                    .isInstanceOf(PortInUseException.class);
        }
        dryRun(served);
        dryRun(served);
        assertThat(said()).contains("port " + served[3].substring("http.port=".length()) + " of 127.0.0.1 is free");
    }

    @Test
    void tooLittleMemoryIsRefused() {
        TensorLedger.limitTo(1 << 18);
        try {
            assertThatThrownBy(() -> dryRun(PLAIN)).isInstanceOf(NotEnoughMemoryException.class);
        } finally {
            TensorLedger.limitTo(0);
        }
    }
}
