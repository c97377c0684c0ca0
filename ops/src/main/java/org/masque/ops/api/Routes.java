package org.masque.ops.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.masque.ops.archive.RunArchives;
import org.masque.ops.health.HealthAnswer;

/** All that is answered; {@code openapi.yaml} says the same, and a test compares the two. */
final class Routes {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private Routes() {}

    static List<Route> all(ApiServer.Content content, Limits limits, Executor files) {
        MetricsRoute metrics = new MetricsRoute(content.metrics(), System::nanoTime);
        RunArchives archives = new RunArchives();
        EventRoute events = new EventRoute(content.runs(), archives, files, limits.eventStreams());
        List<Route> all = new ArrayList<>();
        all.add(Route.open("/metrics", metrics));
        all.add(Route.open("/healthz", request -> health(content.health().aliveness())));
        all.add(Route.open("/readyz", request -> health(content.health().preparedness())));
        all.addAll(new RunRoutes(content.runs(), archives).routes());
        all.addAll(new RunMetricsRoutes(content.runs()).routes());
        all.add(Route.get("/api/runs/{name}/events", events::answer));
        all.addAll(new SteeringRoutes(content.runs(), new Operations(content.audit())).routes());
        all.addAll(new PageRoutes().routes());
        return all;
    }

    private static CompletionStage<HttpResponse> health(HealthAnswer answer) {
        return Replies.ok(answer.body()).thenApply(response -> response.withStatus(answer.good() ? OK : UNAVAILABLE));
    }
}
