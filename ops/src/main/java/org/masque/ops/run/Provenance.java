package org.masque.ops.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.masque.actors.run.RunData;
import org.masque.config.EffectiveRecipe;
import org.masque.config.Recipe;
import org.masque.ops.BuildInfo;
import org.masque.ops.files.WholeFile;

/** Where a run's figures come from: build, recipe, data, kernels, machine. */
public final class Provenance {
    private Provenance() {}

    static void write(Path file, Recipe recipe, RunData data, Clock clock) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("started", clock.instant().toString());
        document.put("build", BuildInfo.load());
        document.put("recipe", EffectiveRecipe.hash(recipe));
        document.put("seed", recipe.run().seed());
        document.put("data", data(recipe, data));
        document.put("kernels", AvailableKernels.require(recipe.parallel().kernels()));
        document.put("machine", machine());
        WholeFile.write(
                file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
    }

    private static Map<String, Object> data(Recipe recipe, RunData data) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", recipe.data().kind().name());
        map.put("path", recipe.data().path());
        map.put("images", data.train().size());
        map.put("classes", data.train().classNames().size());
        map.put("fingerprint", data.train().fingerprint());
        return map;
    }

    /** Processor, cores, system and Java. */
    public static Map<String, Object> machine() throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("processor", processor());
        map.put("cores", Runtime.getRuntime().availableProcessors());
        map.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        map.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        return map;
    }

    private static String processor() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        List<String> lines = Files.isReadable(cpu) ? Files.readAllLines(cpu) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
