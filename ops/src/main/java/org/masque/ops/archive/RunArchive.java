package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.masque.actors.BatchSchedule;
import org.masque.actors.run.RunFolder;

/**
 * One run's folder, read on as it grows.
 *
 * <p>Every question looks whether the folder has more to say, at most four times a second however many ask, and reads
 * only what was added. The first one reads the whole log, some seconds for one of 300 MiB. Safe for several threads;
 * reads files, so not for a thread that must not block.
 */
public final class RunArchive {
    private static final long SHORTEST_INTERVAL_NANOS = 250_000_000;
    private static final int MOST_POINTS = 4096;
    private static final int LINES_OF_A_PAGE = 500;
    private static final long TAIL_BYTES = 1L << 16;

    private final String name;
    private final RunFolder folder;
    private final LongSupplier nanoTime;
    private final ObjectMapper json = new ObjectMapper();
    private final NewsBoard board = new NewsBoard();
    private final LogFiles log;
    private final RunLogReader reader = new RunLogReader(board);
    private final PictureFiles pictures;
    private long readAt;
    private boolean everRead;
    private long newestStep;
    private @Nullable JsonNode actors;

    private RunArchive(Path path, LongSupplier nanoTime) {
        this.folder = new RunFolder(path);
        this.name = path.getFileName().toString();
        this.nanoTime = nanoTime;
        this.log = new LogFiles(folder.log());
        this.pictures = new PictureFiles(folder.pictures());
    }

    /** The run that left, or leaves, its files in a folder; the folder need not be there yet. */
    public static RunArchive of(Path folder) {
        return new RunArchive(folder, System::nanoTime);
    }

    static RunArchive of(Path folder, LongSupplier nanoTime) {
        return new RunArchive(folder, nanoTime);
    }

    private void refresh() throws IOException {
        long now = nanoTime.getAsLong();
        if (everRead && now - readAt < SHORTEST_INTERVAL_NANOS) {
            return;
        }
        log.readOn(reader::read);
        readAt = now;
        everRead = true;
        postStep();
        postActors();
    }

    private void postStep() {
        Bucket newest = reader.newestStep();
        if (newest != null && newest.lastStep() != newestStep) {
            newestStep = newest.lastStep();
            board.post("step", StepNews.of(newest));
        }
    }

    private void postActors() {
        JsonNode now = readJson(folder.actors());
        if (now != null && !now.equals(actors)) {
            actors = now;
            board.post("actors", now);
        }
    }

    /** The run over its steps, in so many points at most. */
    public synchronized History history(int points) throws IOException {
        refresh();
        List<Bucket> kept = reader.points(Math.max(1, Math.min(points, MOST_POINTS)));
        return new History(
                name,
                kept.stream().mapToLong(Bucket::lastStep).toArray(),
                kept.stream().mapToDouble(Bucket::epoch).toArray(),
                kept.stream().mapToDouble(Bucket::time).toArray(),
                StepHistory.series(kept),
                reader.evaluations(),
                reader.events());
    }

    /** Where the run stands. */
    public synchronized RunSummary summary() throws IOException {
        refresh();
        return summary(recipe(), readJson(folder.provenance()));
    }

    /** All else that the folder says. */
    public synchronized RunDetails details() throws IOException {
        refresh();
        Map<String, String> recipe = recipe();
        JsonNode provenance = readJson(folder.provenance());
        return new RunDetails(
                summary(recipe, provenance), recipe, provenance, readJson(folder.results()), checkpoints(), actors);
    }

    /** The pictures that are there. */
    public Pictures pictures() throws IOException {
        return pictures.list();
    }

    /** The file of a picture, if that is a picture's name and the file is there. */
    public Optional<Path> picture(String file) {
        return pictures.find(file);
    }

    /**
     * Lines of the log.
     *
     * @param after {@link LogPage#next} of the page before; below 0 for the last lines
     */
    public synchronized LogPage log(long after) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        long next = log.readFrom(after < 0 ? -TAIL_BYTES : after, line -> {
            parse(line).ifPresent(lines::add);
            return lines.size() < LINES_OF_A_PAGE;
        });
        return new LogPage(lines, next);
    }

    /** The number of the latest news: {@link #newsAfter} this is what comes from now on. */
    public synchronized long lastNews() throws IOException {
        refresh();
        return board.last();
    }

    /** What is new, for a stream of events; a reader that falls behind by hundreds misses the oldest. */
    public synchronized List<News> newsAfter(long number) throws IOException {
        refresh();
        return board.after(number);
    }

    // --- parts

    private RunSummary summary(Map<String, String> recipe, @Nullable JsonNode provenance) {
        Bucket newest = reader.newestStep();
        Evaluation.Accuracy accuracy = lastAccuracy();
        long total = reader.totalSteps();
        RunLogReader.End end = reader.end();
        return new RunSummary(
                name,
                recipe.isEmpty() ? null : recipe.get("masking.strategy") + ", " + recipe.get("objective.target"),
                provenance == null ? null : data(provenance),
                reader.started(),
                reader.updated(),
                reader.lastStep(),
                total < 0 ? null : total,
                total < 0 ? null : BatchSchedule.epochsDone(reader.lastStep(), reader.stepsPerEpoch()),
                number(recipe.get("run.epochs")),
                newest == null || Float.isNaN(newest.mean(Measure.LOSS)) ? null : newest.mean(Measure.LOSS),
                reader.recentSteps(),
                accuracy == null ? null : accuracy.features(),
                accuracy == null ? null : accuracy.knn(),
                accuracy == null ? null : accuracy.linear(),
                recipe.isEmpty() ? null : LossKind.of(recipe),
                reader.stage(),
                end == null ? null : end.end(),
                end == null ? null : end.message(),
                recipe.getOrDefault("run.note", ""));
    }

    private static String data(JsonNode provenance) {
        String path = provenance.at("/data/path").asText();
        String kind = provenance.at("/data/kind").asText().toLowerCase(Locale.ROOT);
        String images = provenance.at("/data/images").asText() + " images";
        return path.isEmpty()
                ? kind + ", " + images
                : kind + " (" + Path.of(path).getFileName() + "), " + images;
    }

    // Of the recipe's first features, which the best checkpoint is judged by too.
    private Evaluation.@Nullable Accuracy lastAccuracy() {
        List<Evaluation> all = reader.evaluations();
        return all.isEmpty()
                ? null
                : all.get(all.size() - 1).accuracies().stream().findFirst().orElse(null);
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null || !text.matches("\\d{1,9}") ? null : Integer.valueOf(text);
    }

    // A line a key, as EffectiveRecipe writes it; not parsed as a recipe, since older builds wrote other keys.
    private Map<String, String> recipe() throws IOException {
        Map<String, String> recipe = new LinkedHashMap<>();
        if (Files.isReadable(folder.effectiveRecipe())) {
            for (String line : Files.readAllLines(folder.effectiveRecipe())) {
                String[] parts = line.split(" = ", 2);
                if (parts.length == 2) {
                    recipe.put(parts[0], parts[1].replaceAll("^\"(.*)\"$", "$1"));
                }
            }
        }
        return recipe;
    }

    private List<SavedCheckpoint> checkpoints() {
        return SavedCheckpoint.in(folder.path().resolve("checkpoints")).stream()
                .sorted(Comparator.comparingLong(SavedCheckpoint::step))
                .toList();
    }

    private @Nullable JsonNode readJson(Path file) {
        try {
            return Files.isReadable(file) ? json.readTree(file.toFile()) : null;
        } catch (IOException notWholeOrGone) {
            return null;
        }
    }

    private Optional<JsonNode> parse(String line) {
        try {
            return Optional.of(json.readTree(line)).filter(JsonNode::isObject);
        } catch (IOException cut) {
            return Optional.empty();
        }
    }
}
