package org.masque.actors.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Tries whether somebody listens where a node should be. A message to a port where nobody does would have Pekko try for
 * ever, and say so each second.
 */
final class ListeningPort {
    private static final int LONGEST_MILLIS = 2000;

    private ListeningPort() {}

    /**
     * Whether a connection comes about; nothing is said over it.
     *
     * @param authority {@code host:port}
     * @param executor may block
     */
    static CompletionStage<Boolean> answers(String authority, Executor executor) {
        int colon = authority.lastIndexOf(':');
        String host = authority.substring(0, colon);
        int port = Integer.parseInt(authority.substring(colon + 1));
        return CompletableFuture.supplyAsync(() -> connects(host, port), executor);
    }

    private static boolean connects(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), LONGEST_MILLIS);
            return true;
        } catch (IOException silent) {
            return false;
        }
    }
}
