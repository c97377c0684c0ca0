package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.masque.config.HttpSettings;
import org.masque.config.RecipeLoader;
import org.w3c.dom.Document;

/** The Containerfile, the profile {@code image} and the pod must speak of one and the same image. */
class ContainerFilesTest {
    private static final String JIB = "//profile[id='image']//plugin/configuration";

    @Test
    void jibMakesTheImageOfTheContainerfile() throws Exception {
        List<String> lines = containerfile();

        assertThat(lines)
                .contains(
                        "ARG BASE=" + jib("/from/image"),
                        "USER " + jib("/container/user"),
                        "WORKDIR " + jib("/container/workingDirectory"),
                        "EXPOSE " + jib("/container/ports/port"),
                        "ENV LC_ALL=" + jib("/container/environment/LC_ALL"),
                        "ENV MASQUE_JAVA_OPTS=\"" + jib("/container/environment/MASQUE_JAVA_OPTS") + "\"",
                        "ENTRYPOINT [\"" + jib("/container/entrypoint") + "\"]",
                        "CMD [\"" + jib("/container/args") + "\"]");
    }

    @Test
    void thePodRunsAsTheUserOfTheImage() throws IOException {
        JsonNode security = DeploymentFiles.yaml(DeploymentFiles.ops("kubernetes/job.yaml"))
                .get(0)
                .at("/spec/template/spec/securityContext");

        assertThat(containerfile()).contains("USER " + security.get("runAsUser") + ":" + security.get("runAsGroup"));
    }

    @Test
    void thePortIsTheOneThatRecipesHaveUnlessTheySayOtherwise() throws IOException {
        HttpSettings http = RecipeLoader.load("quickstart", List.of()).http();
        JsonNode target = DeploymentFiles.yaml(DeploymentFiles.ops("prometheus/prometheus.yml"))
                .get(0)
                .at("/scrape_configs/0/static_configs/0/targets/0");

        assertThat(containerfile()).contains("EXPOSE " + http.port());
        assertThat(target.asText()).isEqualTo(http.host() + ":" + http.port());
    }

    private static List<String> containerfile() throws IOException {
        return Files.readAllLines(DeploymentFiles.ops("container/Containerfile"));
    }

    private static String jib(String path) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(DeploymentFiles.ops("pom.xml").toFile());
        XPath xpath = XPathFactory.newInstance().newXPath();
        String value = xpath.evaluate(JIB + path, pom);
        assertThat(value).as(path).isNotEmpty();
        return value;
    }
}
