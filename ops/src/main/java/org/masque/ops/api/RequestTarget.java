package org.masque.ops.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request asks for: the parts of its path, and its query.
 *
 * <p>Read from the line as it was sent, before anybody resolves dots in it. A part is letters, digits and {@code . _
 * - @ +} and begins with none of the dots, so nothing leads out of a folder; everything else, encoded or not, is no
 * path of ours.
 *
 * @param segments from left to right; none for {@code /}
 * @param query the first value of each key
 */
record RequestTarget(List<String> segments, Map<String, String> query) {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]{0,199}");
    private static final int MOST_SEGMENTS = 8;
    private static final int MOST_KEYS = 16;

    /** Reads it; empty if the path cannot be one of ours. */
    static Optional<RequestTarget> parse(String raw) {
        int mark = raw.indexOf('?');
        String path = mark < 0 ? raw : raw.substring(0, mark);
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        List<String> segments =
                path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
        boolean ours = segments.size() <= MOST_SEGMENTS
                && segments.stream()
                        .allMatch(segment -> SEGMENT.matcher(segment).matches());
        return ours
                ? Optional.of(new RequestTarget(segments, query(mark < 0 ? "" : raw.substring(mark + 1))))
                : Optional.empty();
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&", MOST_KEYS)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }
}
