package org.masque.ops.api;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * A path that is answered.
 *
 * @param kind how much it is guarded
 * @param method GET or POST; HEAD is answered where GET is
 * @param template for instance {@code /api/runs/{name}}; a part in braces is open
 * @param handler answers; called on a thread that may read files
 */
record Route(Kind kind, String method, String template, Handler handler) {
    /** How a route is guarded. */
    enum Kind {
        /** Open to whoever reaches the port: health, metrics, the page's files. */
        OPEN,
        /** Wants the token, if there is one. */
        READING,
        /** Wants the token, if there is one, and else this machine; goes into the audit log. */
        CHANGING
    }

    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        /** The answer, if it is at hand; called where nothing may be waited for. */
        default Optional<HttpResponse> ready(ApiRequest request) {
            return Optional.empty();
        }

        /** The answer; what it throws becomes one too. */
        CompletionStage<HttpResponse> answer(ApiRequest request) throws IOException;
    }

    static Route open(String template, Handler handler) {
        return new Route(Kind.OPEN, "GET", template, handler);
    }

    static Route get(String template, Handler handler) {
        return new Route(Kind.READING, "GET", template, handler);
    }

    static Route post(String template, Handler handler) {
        return new Route(Kind.CHANGING, "POST", template, handler);
    }

    /** The open parts of a path, by name, if the path fits. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> parts =
                template.equals("/") ? List.of() : List.of(template.substring(1).split("/", -1));
        if (parts.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> open = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.startsWith("{")) {
                open.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(open);
    }
}
