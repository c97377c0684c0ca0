package org.masque.ops.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Answers in JSON, and the headers of all answers. */
final class Replies {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<HttpHeader> HARDENING = List.of(
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("X-Frame-Options", "DENY"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
            RawHeader.create(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));

    private Replies() {}

    /** An object as JSON. */
    static HttpResponse json(int status, Object body) {
        try {
            return bytes(status, ContentTypes.APPLICATION_JSON, JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("no JSON for " + body.getClass(), bug);
        }
    }

    static CompletionStage<HttpResponse> ok(Object body) {
        return CompletableFuture.completedStage(json(200, body));
    }

    /** Bytes of a type, not to be kept by caches. */
    static HttpResponse bytes(int status, ContentType type, byte[] body) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(type, body))
                .addHeader(RawHeader.create("Cache-Control", "no-store"));
    }

    /** An error, with a sentence for a person. */
    static HttpResponse error(int status, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("error", message);
        return json(status, body);
    }

    /** With the headers that every answer has. */
    static HttpResponse hardened(HttpResponse response) {
        return response.addHeaders(HARDENING);
    }
}
