package org.masque.ops.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.masque.ops.archive.RunArchives;

/** All that is answered; {@code openapi.yaml} says the same, and a test compares the two. */
final class Routes {
    private Routes() {}

    static List<Route> all(ApiServer.Content content, Limits limits, Executor files) {
        MetricsRoute metrics = new MetricsRoute(content.metrics(), System::nanoTime);
        RunArchives archives = new RunArchives();
        EventRoute events = new EventRoute(content.runs(), archives, files, limits.eventStreams());
        List<Route> all = new ArrayList<>();
        all.add(Route.open("/metrics", metrics));
        all.add(Route.open("/healthz", new HealthRoute(content.health()::aliveness)));
        all.add(Route.open("/readyz", new HealthRoute(content.health()::preparedness)));
        all.addAll(new RunRoutes(content.runs(), archives).routes());
        all.addAll(new RunMetricsRoutes(content.runs()).routes());
        all.add(Route.get("/api/runs/{name}/events", events::answer));
        all.addAll(new SteeringRoutes(content.runs(), new Operations(content.audit())).routes());
        all.addAll(new PageRoutes().routes());
        return all;
    }
}
