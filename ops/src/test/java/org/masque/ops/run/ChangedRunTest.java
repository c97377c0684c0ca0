package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.masque.actors.run.RecipeParts;
import org.masque.model.maps.MapStamp;
import org.masque.model.maps.MapStore;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.ExitCode;
import org.masque.ops.health.PortInUseException;
import org.slf4j.LoggerFactory;

/** Row 35 of the faults: a run that goes on with another recipe, or with other images. */
@ExtendWith(NoTensorLeaks.class)
class ChangedRunTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(ResumePolicy.class);

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir
    private Path place;

    private TinySession session;

    @BeforeEach
    void begin() {
        session = TinySession.in(place.resolve("runs"));
        logged.start();
        LOG.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(logged);
    }

    private ExitCode run(ResumePolicy policy, String... overrides) throws IOException {
        return session.run(policy, overrides);
    }

    private List<String> warnings() {
        return logged.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private String folderRecipe() throws IOException {
        return Files.readString(session.folder().effectiveRecipe());
    }

    // --- another recipe

    @ParameterizedTest
    @EnumSource
    void aChangeOfShapeIsRefusedWhateverIsAllowed(ResumePolicy policy) throws IOException {
        run(ResumePolicy.STRICT);
        String recipe = folderRecipe();

        assertThatThrownBy(() -> run(policy, "model.depth=2", "model.decoder.width=32", "run.seed=2"))
                .isInstanceOf(ChangedRecipeException.class)
                .hasMessageContaining("\n  model.depth: 1 -> 2\n  model.decoder.width: 16 -> 32\n")
                .hasMessageContaining("other sizes; choose another run.name")
                .message()
                .doesNotContain("--allow-changes");

        assertThat(folderRecipe()).isEqualTo(recipe);
        assertThat(run(ResumePolicy.STRICT)).isEqualTo(ExitCode.OK);
    }

    @Test
    void anotherTrainingIsRefusedWithWhatDiffersAndTheFolderStaysThatOfTheFirst() throws IOException {
        run(ResumePolicy.STRICT);
        String recipe = folderRecipe();

        assertThatThrownBy(() ->
                        run(ResumePolicy.STRICT, "run.seed=2", "optimizer.learningRate=1e-3", "checkpoint.keepLast=3"))
                .isInstanceOf(ChangedRecipeException.class)
                .hasMessageContaining("\n  run.seed: 1 -> 2\n  optimizer.learningRate: 0.002 -> 0.001\n")
                .hasMessageContaining("--allow-changes");

        assertThat(folderRecipe()).isEqualTo(recipe);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whatIsAllowedIsListedInTheLogAndIsTheFoldersRecipe() throws IOException {
        run(ResumePolicy.STRICT);

        assertThat(run(ResumePolicy.ALLOW_CHANGES, "optimizer.weightDecay=0.1", "run.epochs=3"))
                .isEqualTo(ExitCode.OK);

        assertThat(warnings())
                .containsExactly(
                        "changed since the run began: run.epochs: 2 -> 3",
                        "changed since the run began: optimizer.weightDecay: 0.05 -> 0.1");
        assertThat(folderRecipe()).contains("optimizer.weightDecay = 0.1");
    }

    @Test
    void harmlessChangesNeedNoLeaveAndAreListedInTheLog() throws IOException {
        run(ResumePolicy.STRICT);

        assertThat(run(ResumePolicy.STRICT, "checkpoint.keepLast=3", "data.readyBatches=2"))
                .isEqualTo(ExitCode.OK);

        assertThat(warnings())
                .containsExactly(
                        "changed since the run began: data.readyBatches: 4 -> 2",
                        "changed since the run began: checkpoint.keepLast: 2 -> 3");
    }

    @Test
    void aChangeThatIsAllowedButCannotBeginIsNotTheFoldersRecipe() throws IOException {
        run(ResumePolicy.STRICT);
        String recipe = folderRecipe();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> run(
                            ResumePolicy.ALLOW_CHANGES,
                            "run.seed=2",
                            "http.enabled=true",
                            "http.port=" + taken.getLocalPort()))
                    .isInstanceOf(PortInUseException.class);
        }

        assertThat(folderRecipe()).isEqualTo(recipe);
        assertThat(run(ResumePolicy.STRICT)).isEqualTo(ExitCode.OK);
    }

    // --- other images

    private Path images(int count) throws IOException {
        Path folder = Files.createDirectories(place.resolve("images"));
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < 64; x++) {
                image.setRGB(x, x * i % 64, 0x10203 * i);
            }
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
        return folder;
    }

    @Test
    void imagesThatWentAwaySinceAreNoticedAndOnRequestTheMapsOfTheOthersAreMadeAnew() throws IOException {
        Path images = images(48);
        String[] keys = {"data.kind=folder", "data.path=" + images, "masking.refreshInterval=10", "run.epochs=2"};
        assertThat(run(ResumePolicy.STRICT, keys)).isEqualTo(ExitCode.OK);
        Files.delete(images.resolve("7.png"));
        keys[3] = "run.epochs=4";

        assertThatThrownBy(() -> run(ResumePolicy.STRICT, keys))
                .isInstanceOf(ChangedRecipeException.class)
                .hasMessageContaining("the images are not those")
                .hasMessageContaining("put those back")
                .hasMessageContaining("--allow-changes");
        assertThat(run(ResumePolicy.ALLOW_CHANGES, keys)).isEqualTo(ExitCode.OK);

        assertThat(warnings()).anyMatch(line -> line.contains("the images are not those that the run began with"));
        try (MapStore maps = MapStore.open(
                session.folder().maps(), 47, RecipeParts.shape(session.recipe()).grid())) {
            // Step 6 begins epoch 3 of two steps now. No refresh was due: the first was in epoch 1, of weights 3.
            assertThat(maps.coverage().written()).isEqualTo(47);
            for (int image = 0; image < 47; image++) {
                assertThat(maps.stamp(image)).isEqualTo(new MapStamp(6, 3));
            }
        }
    }
}
