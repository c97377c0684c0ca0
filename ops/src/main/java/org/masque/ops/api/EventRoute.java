package org.masque.ops.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.masque.ops.archive.RunArchive;
import org.masque.ops.archive.RunArchives;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.Runs;

/**
 * Live events of a run as server-sent events: what its folder says anew, and how it stands.
 *
 * <p>Each stream asks the {@link NewsDesk} twice a second, which looks at the log once for all of them; more than
 * {@value #AT_FULL_PACE} ask less often, so that all of them together are told at most a hundred times a second. A
 * client that reads slowly is told less often too.
 */
final class EventRoute {
    private static final ContentType STREAM = MediaTypes.TEXT_EVENT_STREAM.toContentType();
    static final int AT_FULL_PACE = 50;

    private static final Duration RHYTHM = Duration.ofMillis(500);
    // A client that has gone is noticed when something is written to it.
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final ByteString HEARTBEAT = ByteString.fromString(":\n\n");
    private static final CompletionStage<List<ByteString>> NOTHING = CompletableFuture.completedStage(List.of());

    private final Runs runs;
    private final NewsDesk desk;
    private final RunArchives archives;
    private final Executor files;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * A route.
     *
     * @param files reads the folders
     * @param most streams at once
     */
    EventRoute(Runs runs, RunArchives archives, Executor files, int most) {
        this.runs = runs;
        this.desk = new NewsDesk(runs, System::nanoTime);
        this.archives = archives;
        this.files = files;
        this.most = most;
    }

    CompletionStage<HttpResponse> answer(ApiRequest request) throws IOException {
        KnownRun run = RunRoutes.known(runs, request.parameter("name"));
        if (open.get() >= most) {
            return CompletableFuture.completedStage(Replies.error(503, most + " event streams are open already"));
        }
        RunArchive folder = archives.of(run.folder());
        Reader reader = new Reader(run.name(), folder, lastHeard(request, folder));
        Source<ByteString, NotUsed> events = Source.tick(Duration.ZERO, RHYTHM, NotUsed.getInstance())
                .mapMaterializedValue(tick -> NotUsed.getInstance())
                .mapAsync(1, tick -> reader.next())
                .mapConcat(lines -> lines)
                .keepAlive(SILENCE, () -> HEARTBEAT)
                .watchTermination((used, done) -> {
                    openUntil(done);
                    return used;
                });
        return CompletableFuture.completedStage(HttpResponse.create()
                .withEntity(HttpEntities.createChunked(STREAM, events))
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .addHeader(RawHeader.create("X-Accel-Buffering", "no")));
    }

    // Called when the stream begins: an answer whose client has gone, or wants its headers only, never does.
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a stream
    private void openUntil(CompletionStage<?> done) {
        open.incrementAndGet();
        done.whenCompleteAsync((end, failure) -> open.decrementAndGet(), FrontDoor.ON_THE_SPOT);
    }

    /** How many turns of the clock a stream waits for, with so many streams open. */
    static int ticksBetweenNews(int streams) {
        return Math.max(1, (streams + AT_FULL_PACE - 1) / AT_FULL_PACE);
    }

    private static long lastHeard(ApiRequest request, RunArchive folder) throws IOException {
        Optional<String> id = request.header("Last-Event-ID").filter(text -> text.matches("\\d{1,18}"));
        long newest = folder.lastNews();
        // A number beyond the newest is of an earlier process.
        return id.map(Long::parseLong).filter(number -> number <= newest).orElse(newest);
    }

    /** One client's place in the news. */
    private final class Reader {
        private final String name;
        private final RunArchive folder;
        private long heard;
        private long ticks;
        private @Nullable KnownRun told;

        Reader(String name, RunArchive folder, long heard) {
            this.name = name;
            this.folder = folder;
            this.heard = heard;
        }

        // Called once at a time. What others have just been told needs no disk, and so no other thread.
        CompletionStage<List<ByteString>> next() {
            if (ticks++ % ticksBetweenNews(open.get()) != 0) {
                return NOTHING;
            }
            return desk.ready(name, heard)
                    .<CompletionStage<List<ByteString>>>map(ready -> CompletableFuture.completedStage(lines(ready)))
                    .orElseGet(() -> CompletableFuture.supplyAsync(() -> lines(look()), files));
        }

        private NewsDesk.Told look() {
            try {
                return desk.look(name, folder, heard);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private List<ByteString> lines(NewsDesk.Told news) {
            List<ByteString> lines = new ArrayList<>();
            KnownRun now = news.run();
            if (now != null && !now.equals(told)) {
                told = now;
                lines.add(status(now));
            }
            if (news.text().nonEmpty()) {
                lines.add(news.text());
            }
            heard = news.heard();
            return lines;
        }

        private ByteString status(KnownRun now) {
            try {
                return NewsDesk.status(name, now, heard);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
