package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextCommandsTest {
    @TempDir
    private Path runs;

    private TinySession session;

    @BeforeEach
    void layOut() throws IOException {
        session = TinySession.in(runs.resolve("my runs"));
        Files.createDirectories(session.folder().pictures());
        System.setProperty("masque.command", "./masque");
    }

    @AfterEach
    void restore() {
        System.clearProperty("masque.command");
    }

    private void results(String evaluation) throws IOException {
        Files.writeString(session.folder().results(), "{\"evaluation\":" + evaluation + "}");
    }

    @Test
    void theNewestSheetAndThreeCommandsThatCanBeCopied() throws IOException {
        results("[{\"kind\":\"CLASS_TOKEN\"}]");
        for (String name : new String[] {"step-0000008.png", "step-0000040.png", "frame-0000048.png"}) {
            Files.writeString(session.folder().pictures().resolve(name), "");
        }
        String run = runs + "/my runs/tiny";

        assertThat(NextCommands.after(session.recipe()).lines())
                .containsExactly(
                        "Newest picture: " + run + "/pictures/step-0000040.png",
                        "Next:",
                        "  ./masque masks '" + run + "' --out '" + run + "'",
                        "  ./masque finetune '" + run + "'",
                        "  ./masque export '" + run + "' '" + run + "/encoder.safetensors' --encoder-only");
    }

    @Test
    void aRunWithoutPicturesAndClassesIsSentToImagesThatHaveThem() throws IOException {
        results("[]");

        assertThat(NextCommands.after(session.recipe()))
                .startsWith("Next:")
                .contains("  ./masque probe '" + session.folder().path() + "' --set data.path=FOLDER-WITH-CLASSES\n");
    }
}
