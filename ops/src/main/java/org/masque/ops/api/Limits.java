package org.masque.ops.api;

import java.time.Duration;

/**
 * What one client may cost. The server's other limits, of lines, headers and their number, are in
 * {@code masque-api.conf}.
 *
 * @param connections at once; more are closed
 * @param eventStreams at once; more are answered 503
 * @param bodyBytes of a request; more is answered 413
 * @param header longest time from a request's first byte, or the connection's beginning, to the end of its headers;
 *     then 408
 * @param body longest time for a body; then 408
 * @param idle longest silence of a connection
 */
record Limits(int connections, int eventStreams, int bodyBytes, Duration header, Duration body, Duration idle) {
    /** The usual ones. */
    static final Limits USUAL =
            new Limits(512, 256, 64 << 10, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(75));
}
