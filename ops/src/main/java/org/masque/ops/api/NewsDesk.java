package org.masque.ops.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.masque.ops.archive.News;
import org.masque.ops.archive.RunArchive;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.Runs;

/**
 * What the streams of a run are told, looked up and written once for all who ask within {@value #FRESH_MILLIS} ms.
 *
 * <p>Two hundred streams that each looked twice a second would ask the disk 400 times a second, and write each event
 * 200 times. Safe for several threads.
 */
final class NewsDesk {
    static final long FRESH_MILLIS = 250;

    private static final long FRESH_NANOS = FRESH_MILLIS * 1_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    // So many runs are watched at once; beyond it each is looked at again.
    private static final int MOST = 64;

    private final Runs runs;
    private final LongSupplier nanoTime;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    /**
     * What one stream is told.
     *
     * @param run how the run stands; null if it is not known any more
     * @param text the news after what the stream has heard, as server-sent events, in one piece; may be empty
     * @param heard the number of the last of them
     */
    record Told(@Nullable KnownRun run, ByteString text, long heard) {}

    /** What is known of a run at one moment, and the answers made of it, by what the asker had heard. */
    private record Look(long made, Optional<KnownRun> run, Map<Long, Told> answers) {}

    NewsDesk(Runs runs, LongSupplier nanoTime) {
        this.runs = runs;
        this.nanoTime = nanoTime;
    }

    /** The answer, if somebody else has just been given the same; asks no disk, and waits for nobody who does. */
    Optional<Told> ready(String name, long heard) {
        return Optional.ofNullable(looks.get(name))
                .filter(look -> nanoTime.getAsLong() - look.made() < FRESH_NANOS)
                .map(look -> look.answers().get(heard));
    }

    /** The answer, from the run's folder if need be; one asker at a time, so that the others find it ready. */
    synchronized Told look(String name, RunArchive folder, long heard) throws IOException {
        Optional<Told> ready = ready(name, heard);
        if (ready.isPresent()) {
            return ready.get();
        }
        Look look = fresh(name);
        StringBuilder text = new StringBuilder();
        long last = heard;
        for (News news : folder.newsAfter(heard)) {
            text.append(event(news.number(), news.event(), news.data()));
            last = news.number();
        }
        Told told =
                new Told(look.run().orElse(null), ByteString.fromString(text.toString(), StandardCharsets.UTF_8), last);
        look.answers().put(heard, told);
        return told;
    }

    private Look fresh(String name) {
        long now = nanoTime.getAsLong();
        Look known = looks.get(name);
        if (known != null && now - known.made() < FRESH_NANOS) {
            return known;
        }
        if (looks.size() >= MOST) {
            looks.clear();
        }
        Look look = new Look(now, runs.find(name), new ConcurrentHashMap<>());
        looks.put(name, look);
        return look;
    }

    /** How a run stands, as an event after the news with that number. */
    static ByteString status(String name, KnownRun run, long heard) throws JsonProcessingException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", name);
        data.put("status", run.status().label());
        data.put("message", run.message());
        return ByteString.fromString(event(heard, "status", data), StandardCharsets.UTF_8);
    }

    private static String event(long id, String type, Object data) throws JsonProcessingException {
        return "id: " + id + "\nevent: " + type + "\ndata: " + JSON.writeValueAsString(data) + "\n\n";
    }
}
