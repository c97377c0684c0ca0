package org.masque.ops.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers {@code /healthz} and {@code /readyz} with 200 or 503 and a small JSON object. */
final class HealthHandler implements HttpHandler {
    /** Which of the two questions is asked. */
    enum Question {
        ALIVE,
        READY
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Question question;
    private final RunHealth health;

    HealthHandler(Question question, RunHealth health) {
        this.question = question;
        this.health = health;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Readiness readiness = health.readiness();
        boolean good = question == Question.ALIVE ? health.isAlive() : readiness == Readiness.READY;
        Map<String, Object> answer = new LinkedHashMap<>();
        if (question == Question.ALIVE) {
            answer.put("alive", good);
            answer.put("secondsSinceActorsAnswered", health.actors().silence().toSeconds());
        } else {
            answer.put("ready", good);
            answer.put("reason", readiness.code());
            answer.put("secondsSinceProgress", health.progress().silence().toSeconds());
        }
        answer.put("state", health.state().label());
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        Reply.send(exchange, good ? OK : UNAVAILABLE, body);
    }
}
