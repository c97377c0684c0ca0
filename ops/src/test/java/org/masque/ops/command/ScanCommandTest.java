package org.masque.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.ExitCode;
import org.masque.ops.Masque;

/** What a scan says, and that the run comes out as it says. */
@ExtendWith(NoTensorLeaks.class)
class ScanCommandTest {
    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 2 }
            data { kind = folder, imageHeight = 32, imageWidth = 32 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = random }
            optimizer { batchSize = 10, learningRate = 1e-3, warmupEpochs = 1 }
            evaluation { neighbours = 1, linearEpochs = 1, untrained = false }
            pictures { everyEpochs = 0, images = 1 }
            parallel { workers = 1 }
            http { enabled = false }
            """;

    @TempDir
    private Path place;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    // Two classes of each set, in turn.
    private void images(String set, int good, int bad) throws IOException {
        for (int i = 0; i < good + bad; i++) {
            Path file = place.resolve("images/" + set + "/" + (i % 2 == 0 ? "cat" : "dog") + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            if (i < good) {
                ImageIO.write(new BufferedImage(40 + i, 48, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
            } else {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
    }

    private int masque(String command, String... more) throws IOException {
        Path recipe = Files.writeString(place.resolve("tiny.conf"), RECIPE);
        List<String> arguments = new ArrayList<>(List.of(
                command,
                recipe.toString(),
                "--set=data.path=" + place.resolve("images"),
                "--set=run.folder=" + place.resolve("runs")));
        arguments.addAll(List.of(more));
        return Masque.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void aGoodSetEndsWithNothingLeftBehind() throws IOException {
        images("train", 20, 0);
        images("val", 4, 0);

        assertThat(masque("scan", "--threads=2")).isZero();

        assertThat(out.toString())
                .contains("Training set: 20 images, all good\n  2 classes: cat 10, dog 10\n  smallest 48 x 40 pixels: ")
                .contains("train/dog/19.png\n  shorter side in pixels: 32 to 63: 20\n")
                .contains("Test set: 4 images, all good\n")
                .endsWith("data.skipBudget = 0.01 allows 0 bad images, the run would meet 0: it holds\n");
        assertThat(place.resolve("runs")).doesNotExist();
    }

    @Test
    void everyBadImageIsNamedWithItsReasonAndWhatToDoIsSaid() throws IOException {
        images("train", 20, 2);
        images("val", 4, 1);

        assertThat(masque("scan")).isEqualTo(ExitCode.BAD_DATA.number());

        Path images = place.resolve("images");
        assertThat(out.toString())
                .contains("Training set: 22 images, 20 good, 2 bad\n  2 classes: cat 11 (1 bad), dog 11 (1 bad)\n")
                .contains("\n  bad: undecodable 2\n    undecodable " + images + "/train/cat/20.png: not a JPEG")
                .contains("\n    undecodable " + images + "/val/cat/4.png: ")
                .endsWith("would meet 3: the run would end with 65; mend or remove the files above, or raise the"
                        + " budget\n");
    }

    @Test
    void theJsonHoldsTheSame() throws IOException {
        images("train", 20, 2);

        assertThat(masque("scan", "--json", "--set=data.skipBudget=0.5", "--set=data.imageHeight=64"))
                .isZero();

        JsonNode found = new ObjectMapper().readTree(out.toString());
        assertThat(found.get("usable").asBoolean()).isTrue();
        assertThat(found.get("badMet").asInt()).isEqualTo(2);
        assertThat(found.get("badAllowed").asInt()).isEqualTo(11);
        assertThat(found.get("test").isNull()).isTrue();
        assertThat(found.at("/train/badByReason/undecodable").asInt()).isEqualTo(2);
        assertThat(found.at("/train/bad/0/reason").asText()).isEqualTo("undecodable");
        assertThat(found.at("/train/classes/0/bad").asInt()).isEqualTo(1);
        assertThat(found.at("/train/largest/width").asInt()).isEqualTo(59);
        assertThat(found.at("/train/shorterSideFrom/32").asInt()).isEqualTo(20);
        assertThat(found.at("/train/smallerThanView").asInt()).isEqualTo(20);
    }

    @ParameterizedTest(name = "{0} and {1} bad of 30, evaluated at the end: {2}")
    @CsvSource({
        "3, 0, true, it holds",
        "4, 0, true, the run would end with 65",
        "2, 1, true, it holds",
        "2, 2, true, the run would end with 65",
        "3, 4, false, it holds",
    })
    void aScanForetellsTheRun(int train, int test, boolean evaluated, String verdict) throws IOException {
        images("train", 24 - train, train);
        images("val", 6 - test, test);
        String[] keys = {"--set=data.skipBudget=0.1", "--set=evaluation.atEnd=" + evaluated};

        int scanned = masque("scan", keys);

        assertThat(out.toString()).contains(verdict);
        int trained = masque("train", keys);
        JsonNode results = new ObjectMapper()
                .readTree(place.resolve("runs/tiny/results.json").toFile());
        boolean good = trained == 0 && results.get("evaluation").isEmpty() != evaluated;
        assertThat(scanned).isEqualTo(good ? 0 : ExitCode.BAD_DATA.number());
        assertThat(trained == ExitCode.BAD_DATA.number()).isEqualTo(verdict.contains("end with 65"));
    }

    @Test
    void whatNoRunCouldBeginWithIsToldAsTheRunTellsIt() throws IOException {
        images("train", 4, 0);

        assertThat(masque("scan")).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(out.toString()).contains("Training set: 4 images");
        assertThat(err.toString()).contains("4 images do not fill one step of 1 batches of 10");

        assertThat(masque("scan", "--set=data.path=" + place.resolve("absent"))).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(err.toString()).contains("absent does not exist; correct data.path");

        assertThat(masque("scan", "--set=data.skipBudget=2")).isEqualTo(ExitCode.CONFIG.number());
    }
}
