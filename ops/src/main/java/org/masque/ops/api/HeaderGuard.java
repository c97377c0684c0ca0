package org.masque.ops.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Stands between a connection's bytes and the HTTP server, and answers 408 to a client that dawdles with its headers.
 *
 * <p>Pekko has a limit of silence only, which a byte now and then evades. Of a connection that waits for its next
 * request nothing is asked before that request's first byte.
 */
final class HeaderGuard extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
    private static final ByteString TOO_SLOW =
            ByteString.fromArray("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
    private static final byte[] END_OF_HEADERS = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Duration longest;
    private final Inlet<ByteString> fromServer = Inlet.create("HeaderGuard.fromServer");
    private final Outlet<ByteString> toClient = Outlet.create("HeaderGuard.toClient");
    private final Inlet<ByteString> fromClient = Inlet.create("HeaderGuard.fromClient");
    private final Outlet<ByteString> toServer = Outlet.create("HeaderGuard.toServer");

    /**
     * A guard.
     *
     * @param longest time for the headers of a request
     */
    HeaderGuard(Duration longest) {
        this.longest = longest;
    }

    @Override
    public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
        return new BidiShape<>(fromServer, toClient, fromClient, toServer);
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Logic();
    }

    private enum Awaited {
        /** The end of the headers, in time. */
        HEADERS,
        /** The body, if any, and the answer. */
        ANSWER,
        /** The first byte of the next request. */
        NEXT_REQUEST
    }

    private final class Logic extends TimerGraphStageLogic {
        private Awaited awaited = Awaited.HEADERS;
        private int matched;

        Logic() {
            super(shape());
            setHandler(fromClient, new FromClient());
            setHandler(toServer, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    pull(fromClient);
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(fromClient);
                }
            });
            setHandler(fromServer, new FromServer());
            setHandler(toClient, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    if (!isClosed(fromServer) && !hasBeenPulled(fromServer)) {
                        pull(fromServer);
                    }
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    cancel(fromServer);
                }
            });
        }

        @Override
        public void preStart() {
            scheduleOnce("headers", longest);
        }

        @Override
        public void onTimer(Object key) {
            emit(toClient, TOO_SLOW, this::completeStage);
        }

        private void heard(ByteString bytes) {
            if (awaited == Awaited.NEXT_REQUEST) {
                awaited = Awaited.HEADERS;
                matched = 0;
                scheduleOnce("headers", longest);
            }
            for (int i = 0; awaited == Awaited.HEADERS && i < bytes.size(); i++) {
                matched = bytes.apply(i) == END_OF_HEADERS[matched] ? matched + 1 : bytes.apply(i) == '\r' ? 1 : 0;
                if (matched == END_OF_HEADERS.length) {
                    awaited = Awaited.ANSWER;
                    cancelTimer("headers");
                }
            }
        }

        private final class FromClient extends AbstractInHandler {
            @Override
            public void onPush() {
                ByteString bytes = grab(fromClient);
                heard(bytes);
                push(toServer, bytes);
            }

            @Override
            public void onUpstreamFinish() {
                complete(toServer);
            }
        }

        private final class FromServer extends AbstractInHandler {
            @Override
            public void onPush() {
                if (awaited == Awaited.ANSWER) {
                    awaited = Awaited.NEXT_REQUEST;
                }
                push(toClient, grab(fromServer));
            }

            @Override
            public void onUpstreamFinish() {
                complete(toClient);
            }
        }
    }
}
