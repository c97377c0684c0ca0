package org.masque.ops.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Set;

/** Lets through only GET and HEAD of exactly one path: the JDK's server would also pass on everything below it. */
final class ReadOnlyPath implements HttpHandler {
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final byte[] EMPTY = {};

    private final String path;
    private final HttpHandler next;

    ReadOnlyPath(String path, HttpHandler next) {
        this.path = path;
        this.next = next;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            Reply.send(exchange, NOT_FOUND, EMPTY);
        } else if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            Reply.send(exchange, METHOD_NOT_ALLOWED, EMPTY);
        } else {
            next.handle(exchange);
        }
    }
}
