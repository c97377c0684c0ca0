package org.masque.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunEventTest {
    private static RunEvent event(String json) throws JsonProcessingException {
        return RunEvent.of(new ObjectMapper().readTree(json), 0);
    }

    @ParameterizedTest
    @CsvSource({
        "evaluationSkipped, evaluation left out: busy",
        "checkpointSkipped, checkpoint left out: busy",
        "picturesSkipped, pictures left out: busy",
        "refreshSkipped, refresh of the maps left out: busy"
    })
    void whatIsLeftOutIsSaidWithItsReason(String kind, String text) throws JsonProcessingException {
        RunEvent event = event("{\"event\":\"" + kind + "\",\"step\":8,\"reason\":\"busy\"}");
        assertThat(event.step()).isEqualTo(8);
        assertThat(event.text()).isEqualTo(text);
    }

    @Test
    void mapsThatSayNothingAreNamedWhereThereAreAny() throws JsonProcessingException {
        String line = "{\"event\":\"refreshFinished\",\"seconds\":2,\"stepsMeanwhile\":5";
        assertThat(event(line + "}").text()).isEqualTo("maps made in 2.0 s, 5 steps meanwhile");
        assertThat(event(line + ",\"uniform\":0}").text()).isEqualTo("maps made in 2.0 s, 5 steps meanwhile");
        assertThat(event(line + ",\"uniform\":3}").text())
                .isEqualTo("maps made in 2.0 s, 5 steps meanwhile;"
                        + " 3 of them say nothing: their images are masked at random");
    }

    @Test
    void aCheckpointLeftOutInAnOlderLogHasItsReasonToo() throws JsonProcessingException {
        assertThat(event("{\"event\":\"checkpointSkipped\",\"step\":8}").text())
                .isEqualTo("checkpoint left out: one was being written");
    }
}
