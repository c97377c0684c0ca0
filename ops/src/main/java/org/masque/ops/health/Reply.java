package org.masque.ops.health;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Sends one whole answer and ends the exchange. */
final class Reply {
    private static final long NO_BODY = -1;

    private Reply() {}

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            boolean headOnly = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, headOnly || body.length == 0 ? NO_BODY : body.length);
            if (!headOnly) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
