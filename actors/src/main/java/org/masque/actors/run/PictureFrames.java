package org.masque.actors.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.masque.model.interop.NamedWrite;
import org.masque.model.picture.PictureColumn;
import org.masque.model.picture.PictureFrame;
import org.masque.model.picture.PictureRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the same samples again and again as frames of a film, which a page goes through by step.
 *
 * <p>A bounded number is kept: when there are too many, every second goes, so that old ones are further apart. What a
 * frame holds is in {@code samples.json} beside them. Frames of other samples, as of a run that goes on with another
 * {@code pictures.images}, go: a page would show them under the wrong names.
 */
final class PictureFrames {
    private static final Pattern NAME = Pattern.compile("frame-\\d+\\.png");

    private static final Logger LOG = LoggerFactory.getLogger(PictureFrames.class);

    private final Path folder;
    private final int[] ids;
    private final int most;

    /** Frames of these images in a folder, which exists when the first is written. */
    PictureFrames(Path folder, int[] ids, int most) {
        this.folder = folder;
        this.ids = ids;
        this.most = most;
    }

    void write(long step, List<PictureColumn> columns, List<PictureRow> rows) throws IOException {
        PictureFrame frame = new PictureFrame(columns, rows);
        describe(new ObjectMapper().writeValueAsBytes(samples(frame)));
        replace(folder.resolve(String.format(Locale.ROOT, "frame-%07d.png", step)), frame.png());
        thinOut();
    }

    private void describe(byte[] samples) throws IOException {
        Path file = folder.resolve("samples.json");
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), samples)) {
            return;
        }
        List<Path> others = frames();
        if (!others.isEmpty()) {
            LOG.info("removing {} frames of other samples from {}", others.size(), folder);
        }
        for (Path frame : others) {
            Files.delete(frame);
        }
        replace(file, samples);
    }

    private Map<String, Object> samples(PictureFrame frame) {
        Map<String, Object> samples = new LinkedHashMap<>();
        samples.put("images", ids);
        samples.put("width", frame.cellWidth());
        samples.put("height", frame.cellHeight());
        samples.put(
                "columns",
                frame.columns().stream()
                        .map(column -> column.name().toLowerCase(Locale.ROOT))
                        .toList());
        samples.put("labels", frame.rows().stream().map(PictureRow::label).toList());
        return samples;
    }

    // Somebody may be reading it.
    private static void replace(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        NamedWrite.to(unfinished, content.length, () -> Files.write(unfinished, content));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void thinOut() throws IOException {
        List<Path> frames = frames();
        if (frames.size() <= most) {
            return;
        }
        for (int i = 1; i < frames.size() - 1; i += 2) {
            Files.delete(frames.get(i));
        }
    }

    private List<Path> frames() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }
}
