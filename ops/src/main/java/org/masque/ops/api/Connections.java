package org.masque.ops.api;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/**
 * The connections of a server: counted, guarded, each with its own HTTP layer.
 *
 * <p>Not Pekko's own binding, which lets nobody see a connection's bytes.
 */
final class Connections {
    private static final int BACKLOG = 64;

    private final ActorSystem system;
    private final FrontDoor door;
    private final Limits limits;
    private final SharedKillSwitch kill;
    // Putting it together takes longer than most answers do; it keeps nothing of a connection.
    private final BidiFlow<ByteString, HttpRequest, HttpResponse, ByteString, NotUsed> http;
    private final AtomicInteger open = new AtomicInteger();

    Connections(ActorSystem system, FrontDoor door, Limits limits, SharedKillSwitch kill) {
        this.system = system;
        this.door = door;
        this.limits = limits;
        this.kill = kill;
        this.http = Http.get(system)
                .serverLayer(ServerSettings.create(system))
                .atop(BidiFlow.fromFlows(
                        Flow.of(SslTlsOutbound.class),
                        Flow.of(SessionBytes.class).map(SslTlsInbound.class::cast)))
                .atop(TLSPlacebo.getInstance())
                .atop(BidiFlow.fromGraph(new HeaderGuard(limits.header())))
                .reversed();
    }

    InetSocketAddress bind(InetSocketAddress address) {
        return Tcp.get(system)
                .bind(
                        address.getAddress().getHostAddress(),
                        address.getPort(),
                        BACKLOG,
                        List.of(),
                        false,
                        Optional.of(limits.idle()))
                .via(kill.flow())
                .to(Sink.foreach(this::accept))
                .run(system)
                .toCompletableFuture()
                .join()
                .localAddress();
    }

    private void accept(Tcp.IncomingConnection connection) {
        if (open.incrementAndGet() > limits.connections()) {
            open.decrementAndGet();
            connection.handleWith(Flow.fromSinkAndSource(Sink.cancelled(), Source.empty()), system);
            return;
        }
        String remote = connection.remoteAddress().getAddress().getHostAddress();
        Flow<HttpRequest, HttpResponse, NotUsed> answers =
                Flow.of(HttpRequest.class).mapAsync(1, request -> door.answer(request, remote));
        connection.handleWith(
                http.join(answers)
                        .via(kill.flow())
                        .watchTermination((used, done) -> done.whenCompleteAsync(
                                (end, failure) -> open.decrementAndGet(), FrontDoor.ON_THE_SPOT)),
                system);
    }
}
