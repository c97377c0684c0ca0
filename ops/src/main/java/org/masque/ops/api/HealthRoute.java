package org.masque.ops.api;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.masque.ops.health.HealthAnswer;

/**
 * A health endpoint: 200, or 503 with the reason.
 *
 * <p>Always at hand: a probe must not wait for the threads that read files, which a slow disk may hold for longer than
 * a probe has patience.
 *
 * @param health what is asked, which blocks nobody
 */
record HealthRoute(Supplier<HealthAnswer> health) implements Route.Handler {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    @Override
    public Optional<HttpResponse> ready(ApiRequest request) {
        return Optional.of(response());
    }

    @Override
    public CompletionStage<HttpResponse> answer(ApiRequest request) {
        return CompletableFuture.completedStage(response());
    }

    private HttpResponse response() {
        HealthAnswer answer = health.get();
        return Replies.json(answer.good() ? OK : UNAVAILABLE, answer.body());
    }
}
