package org.masque.ops.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.Masque;

/** Asks the real machine: only what holds on every one is asserted. */
@ExtendWith(NoTensorLeaks.class)
class DoctorCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void theTableNamesBackendProductsAndGpuCode() {
        assertThat(run("doctor", "--runs", folder.toString())).isZero();
        assertThat(out.toString())
                .contains("CpuBackend")
                .contains("oneDNN")
                .contains("OpenBLAS")
                .contains("3.7 to 8.6")
                .contains(folder.toString())
                .contains("Nothing stands in the way");
    }

    @Test
    void theJsonHoldsTheSameFindings() throws IOException {
        assertThat(run("doctor", "--json", "--runs", folder.toString())).isZero();
        JsonNode document = new ObjectMapper().readTree(out.toString());

        assertThat(document.get("healthy").asBoolean()).isTrue();
        assertThat(document.at("/build/version").asText()).isNotEmpty();
        assertThat(document.get("findings")).anySatisfy(finding -> {
            assertThat(finding.get("name").asText()).isEqualTo("backend");
            assertThat(finding.get("severity").asText()).isEqualTo("OK");
        });
    }

    private int run(String... arguments) {
        return Masque.commandLine().setOut(new PrintWriter(out, true)).execute(arguments);
    }
}
