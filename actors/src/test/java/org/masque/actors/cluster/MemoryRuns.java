package org.masque.actors.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import org.masque.actors.cluster.RunOrder.PerformAction;
import org.masque.actors.cluster.RunOrder.SubmitRun;

/** Runs of a node that exist in memory only: an action becomes the state. */
final class MemoryRuns implements NodeRuns {
    private final Map<String, String> states = new ConcurrentSkipListMap<>();

    MemoryRuns(String... names) {
        for (String name : names) {
            states.put(name, "running");
        }
    }

    String state(String run) {
        return states.getOrDefault(run, "absent");
    }

    @Override
    public List<RunReport> reports() {
        List<RunReport> reports = new ArrayList<>();
        states.forEach((name, state) -> reports.add(new RunReport(name, "/runs/" + name, state, "")));
        return reports;
    }

    @Override
    public CompletionStage<OrderAnswer> carryOut(String node, RunOrder order) {
        if (order instanceof SubmitRun submission) {
            states.put(submission.name(), "queued");
            return answer(OrderOutcome.DONE, "", "queued as " + submission.name());
        }
        PerformAction action = (PerformAction) order;
        if (states.computeIfPresent(action.run(), (name, state) -> action.action()) == null) {
            return answer(OrderOutcome.REFUSED, "unknown", "there is no run " + action.run());
        }
        return answer(OrderOutcome.DONE, "", action.run() + ": " + action.action());
    }

    private static CompletionStage<OrderAnswer> answer(OrderOutcome outcome, String reason, String text) {
        return CompletableFuture.completedFuture(new OrderAnswer(outcome, reason, text));
    }
}
