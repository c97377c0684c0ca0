package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.ops.ExitCode;

class KubernetesFilesTest {
    private static final String MODELS = "io.kubernetes.client.openapi.models.V1";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("manifests")
    void everyFieldIsOneThatKubernetesKnowsAndNoneIsMissing(Path file) throws Exception {
        List<JsonNode> objects = DeploymentFiles.yaml(file);

        assertThat(objects).isNotEmpty();
        for (JsonNode object : objects) {
            validate(object.get("kind").asText(), object.toString());
        }
    }

    @Test
    void aMisspeltFieldWouldBeFound() throws IOException {
        String job = DeploymentFiles.yaml(DeploymentFiles.ops("kubernetes/job.yaml"))
                .get(0)
                .toString();

        assertThatThrownBy(() -> validate("Job", job.replace("livenessProbe", "livelinessProbe")))
                .cause()
                .hasMessageContaining("livelinessProbe");
    }

    // The models' own check of a JSON tree against the schema of that kind.
    private static void validate(String kind, String object) throws ReflectiveOperationException {
        Class.forName(MODELS + kind)
                .getMethod("validateJsonElement", JsonElement.class)
                .invoke(null, JsonParser.parseString(object));
    }

    @Test
    void everyManifestIsApplied() throws IOException {
        JsonNode kustomization = DeploymentFiles.yaml(DeploymentFiles.ops("kubernetes/kustomization.yaml"))
                .get(0);
        List<String> applied = new ArrayList<>();
        kustomization.get("resources").forEach(resource -> applied.add(resource.asText()));

        assertThat(manifests().map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrderElementsOf(applied);
    }

    @Test
    void theRecipeIsRightAndListensWhereProbesAndPrometheusAsk() throws IOException {
        JsonNode map = DeploymentFiles.yaml(DeploymentFiles.ops("kubernetes/recipe.yaml"))
                .get(0);
        String text = map.at("/data/recipe.conf")
                .asText()
                .replace("/opt/masque", DeploymentFiles.repository().toString());
        Recipe recipe = RecipeLoader.load(
                Files.writeString(folder.resolve("recipe.conf"), text).toString(), List.of());

        assertThat(recipe.http().host()).isEqualTo("0.0.0.0");
        assertThat(recipe.http().port())
                .isEqualTo(job().at("/spec/template/spec/containers/0/ports/0/containerPort")
                        .asInt())
                .isEqualTo(DeploymentFiles.yaml(DeploymentFiles.ops("kubernetes/service.yaml"))
                        .get(0)
                        .at("/spec/ports/0/port")
                        .asInt())
                .isEqualTo(DeploymentFiles.yaml(DeploymentFiles.ops("prometheus/prometheus-kubernetes.yml"))
                        .get(0)
                        .at("/scrape_configs/0/dns_sd_configs/0/port")
                        .asInt());
        assertThat(Path.of(recipe.run().folder())).startsWithRaw(mountPath("runs"));
        assertThat(recipe.data().path()).isEqualTo(mountPath("images").toString());
    }

    @Test
    void thePodGivesUpOnlyWhereARestartMendsNothing() throws IOException {
        JsonNode rules = job().at("/spec/podFailurePolicy/rules");

        assertThat(numbers(rules.get(0)))
                .containsExactly(ExitCode.USAGE.number(), ExitCode.BAD_DATA.number(), ExitCode.CONFIG.number());
        assertThat(numbers(rules.get(2))).containsExactly(ExitCode.TERMINATED.number());
    }

    private static List<Integer> numbers(JsonNode rule) {
        return DeploymentFiles.stream(rule.at("/onExitCodes/values"))
                .map(JsonNode::asInt)
                .toList();
    }

    @Test
    void theServiceFindsThePodsOfTheJob() throws IOException {
        JsonNode labels = job().at("/spec/template/metadata/labels");
        JsonNode service = DeploymentFiles.yaml(DeploymentFiles.ops("kubernetes/service.yaml"))
                .get(0);

        assertThat(service.at("/spec/selector")).isEqualTo(labels);
        assertThat(DeploymentFiles.yaml(DeploymentFiles.ops("prometheus/prometheus-kubernetes.yml"))
                        .get(0)
                        .at("/scrape_configs/0/dns_sd_configs/0/names/0")
                        .asText())
                .startsWith(service.at("/metadata/name").asText() + ".");
    }

    private static Path mountPath(String volume) throws IOException {
        return DeploymentFiles.stream(job().at("/spec/template/spec/containers/0/volumeMounts"))
                .filter(mount -> mount.get("name").asText().equals(volume))
                .map(mount -> Path.of(mount.get("mountPath").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode job() throws IOException {
        return DeploymentFiles.yaml(DeploymentFiles.ops("kubernetes/job.yaml")).get(0);
    }

    static Stream<Path> manifests() throws IOException {
        return DeploymentFiles.list("kubernetes", ".yaml").stream()
                .filter(file -> !file.endsWith("kustomization.yaml"));
    }
}
