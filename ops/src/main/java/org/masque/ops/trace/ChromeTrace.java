package org.masque.ops.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.masque.actors.span.Span;

/** Turns a recording of the Flight Recorder into the Trace Event Format of Chrome: one lane an actor. */
final class ChromeTrace {
    private static final int PROCESS = 1;
    private static final double NANOS_PER_MICRO = 1000.0;

    private ChromeTrace() {}

    /** Writes the spans of a recording, times counted from the first. */
    static void write(Path recording, Path trace) throws IOException {
        List<RecordedEvent> spans = new ArrayList<>(RecordingFile.readAllEvents(recording).stream()
                .filter(event -> event.getEventType().getName().startsWith(Span.PREFIX))
                .toList());
        spans.sort(Comparator.comparing(RecordedEvent::getStartTime));
        Map<String, Integer> lanes = lanes(spans);
        try (JsonGenerator json =
                new JsonFactory().createGenerator(trace.toFile(), com.fasterxml.jackson.core.JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("displayTimeUnit", "ms");
            json.writeArrayFieldStart("traceEvents");
            for (Map.Entry<String, Integer> lane : lanes.entrySet()) {
                writeName(json, lane.getKey(), lane.getValue());
            }
            for (RecordedEvent span : spans) {
                writeSpan(json, span, spans.get(0).getStartTime(), lanes);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    // In the order of their names, so that two traces look alike.
    private static Map<String, Integer> lanes(List<RecordedEvent> spans) {
        Map<String, Integer> lanes = new LinkedHashMap<>();
        TreeSet<String> actors = new TreeSet<>();
        spans.forEach(span -> actors.add(actor(span)));
        actors.forEach(actor -> lanes.put(actor, lanes.size() + 1));
        return lanes;
    }

    // The recorder keeps names of more than 16 letters in a pool, and loses one now and then, as "checkpoint_writer".
    private static String actor(RecordedEvent span) {
        String actor = span.getString("actor");
        return actor == null ? span.getEventType().getLabel() : actor;
    }

    private static void writeName(JsonGenerator json, String actor, int lane) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", "thread_name");
        json.writeStringField("ph", "M");
        json.writeNumberField("pid", PROCESS);
        json.writeNumberField("tid", lane);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", actor);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeSpan(JsonGenerator json, RecordedEvent span, Instant start, Map<String, Integer> lanes)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", span.getEventType().getLabel());
        json.writeStringField("cat", "masque");
        json.writeStringField("ph", "X");
        json.writeNumberField("ts", Duration.between(start, span.getStartTime()).toNanos() / NANOS_PER_MICRO);
        json.writeNumberField("dur", span.getDuration().toNanos() / NANOS_PER_MICRO);
        json.writeNumberField("pid", PROCESS);
        json.writeNumberField("tid", lanes.getOrDefault(actor(span), 0));
        json.writeObjectFieldStart("args");
        json.writeNumberField("number", span.getLong("number"));
        for (String part : List.of("data", "masks", "forward", "backward")) {
            if (span.hasField(part)) {
                json.writeNumberField(part + "Millis", span.getDuration(part).toNanos() / 1e6);
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
