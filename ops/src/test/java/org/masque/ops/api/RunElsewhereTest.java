package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RunStatus;

/** A run of another node, in the API of this one. */
class RunElsewhereTest {
    @TempDir
    private Path folder;

    private ServedApi api;

    @BeforeEach
    void start() throws IOException {
        api = new ServedApi(folder, Optional.empty(), Limits.USUAL);
        Path nowhere = folder.resolve("elsewhere/base@b");
        api.runs.elsewhere.add(new KnownRun("base@b", nowhere, RunStatus.RUNNING, "on node b in /data/base", "b"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void itIsListedWithItsNode() throws Exception {
        JsonNode runs = api.json("/api/runs").get("runs");

        assertThat(runs.get(0).has("node")).isFalse();
        assertThat(runs.get(1).get("name").asText()).isEqualTo("base@b");
        assertThat(runs.get(1).get("node").asText()).isEqualTo("b");
        assertThat(api.json("/api/runs/base@b").get("node").asText()).isEqualTo("b");
    }

    @Test
    void itIsSteered() throws Exception {
        assertThat(api.post("/api/runs/base@b/pause").statusCode()).isEqualTo(202);
        assertThat(api.runs.asked).containsExactly("pause");
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "pictures", "pictures/step-000001.png", "log"})
    void whatItLeavesBehindIsToBeAskedThere(String path) throws Exception {
        HttpResponse<String> answer = api.get("/api/runs/base@b/" + path);

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("what base@b leaves behind is on node b: ask the daemon there");
    }
}
