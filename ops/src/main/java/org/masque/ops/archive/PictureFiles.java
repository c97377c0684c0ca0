package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.masque.ops.archive.Pictures.Picture;

/** The folder of a run's pictures. */
final class PictureFiles {
    // Nothing that could lead out of the folder.
    private static final Pattern NAME = Pattern.compile("(step|frame)-(\\d{1,18})\\.png");

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();

    PictureFiles(Path folder) {
        this.folder = folder;
    }

    Pictures list() throws IOException {
        Map<Long, String> frames = new TreeMap<>();
        Map<Long, String> sheets = new TreeMap<>();
        for (String file : names()) {
            Matcher name = NAME.matcher(file);
            if (name.matches()) {
                Map<Long, String> kind = name.group(1).equals("frame") ? frames : sheets;
                kind.put(Long.valueOf(name.group(2)), file);
            }
        }
        Map<Long, String> steps = new TreeMap<>(sheets);
        steps.putAll(frames);
        List<Picture> pictures = new ArrayList<>();
        steps.keySet().forEach(step -> pictures.add(new Picture(step, frames.get(step), sheets.get(step))));
        return new Pictures(frames.isEmpty() ? null : samples(), pictures);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        } catch (NoSuchFileException noneYet) {
            return List.of();
        }
    }

    private @Nullable JsonNode samples() throws IOException {
        Path file = folder.resolve("samples.json");
        return Files.isReadable(file) ? json.readTree(file.toFile()) : null;
    }

    Optional<Path> find(String file) {
        return NAME.matcher(file).matches()
                ? Optional.of(folder.resolve(file)).filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                : Optional.empty();
    }
}
