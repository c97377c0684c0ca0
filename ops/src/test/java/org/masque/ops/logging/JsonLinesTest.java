package org.masque.ops.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final LoggerContext context = new LoggerContext();

    private JsonNode line(@Nullable Throwable thrown, Map<String, String> mdc) throws Exception {
        LoggingEvent event = new LoggingEvent(
                "caller", context.getLogger("org.masque.Somebody"), Level.WARN, "two {}", thrown, new Object[] {
                    "lines\nand \"quotes\""
                });
        event.setMDCPropertyMap(mdc);
        String text = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        assertThat(text.strip()).doesNotContain("\n");
        return new ObjectMapper().readTree(text);
    }

    @Test
    void aLineTellsRunStepAndActor() throws Exception {
        RunInHand run = RunInHand.begin("a-run");
        run.at(17);
        JsonNode line = line(null, Map.of("actor", "broker"));
        run.end();

        assertThat(line.get("run").asText()).isEqualTo("a-run");
        assertThat(line.get("step").asLong()).isEqualTo(17);
        assertThat(line.get("actor").asText()).isEqualTo("broker");
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("message").asText()).isEqualTo("two lines\nand \"quotes\"");
        assertThat(line(null, Map.of()).has("run")).isFalse();
    }

    @Test
    void whenAStageEndsLinesAreOfTheWholeRunAgain() throws Exception {
        RunInHand whole = RunInHand.begin("whole");
        RunInHand stage = RunInHand.begin("encoder");
        assertThat(line(null, Map.of()).get("run").asText()).isEqualTo("encoder");

        stage.end();

        assertThat(line(null, Map.of()).get("run").asText()).isEqualTo("whole");
        whole.end();
        assertThat(line(null, Map.of()).has("run")).isFalse();
    }

    @Test
    void aStackTraceStaysOnTheLine() throws Exception {
        JsonNode line = line(new IllegalStateException("a bug"), Map.of());

        assertThat(line.get("exception").asText())
                .contains("IllegalStateException: a bug")
                .contains("\tat ");
    }
}
