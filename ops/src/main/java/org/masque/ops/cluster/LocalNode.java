package org.masque.ops.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.masque.actors.cluster.NodeRuns;
import org.masque.actors.cluster.OrderAnswer;
import org.masque.actors.cluster.OrderOutcome;
import org.masque.actors.cluster.RunOrder;
import org.masque.actors.cluster.RunOrder.PerformAction;
import org.masque.actors.cluster.RunOrder.SubmitRun;
import org.masque.actors.cluster.RunReport;
import org.masque.ops.api.AuditLog;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.Runs;
import org.masque.ops.control.Submission;

/** The runs of this node, as the other nodes see and steer them. */
public final class LocalNode implements NodeRuns {
    private final Runs local;
    private final AuditLog audit;

    /**
     * Tells and steers these.
     *
     * @param audit hears of all that other nodes ask for
     */
    public LocalNode(Runs local, AuditLog audit) {
        this.local = local;
        this.audit = audit;
    }

    /** Those that go on come first, since the end of a long list is not told. */
    @Override
    public List<RunReport> reports() {
        List<KnownRun> runs = new ArrayList<>(local.all());
        runs.sort(Comparator.comparing(run -> ClusterRuns.OVER.contains(run.status())));
        return runs.stream()
                .map(run -> new RunReport(
                        run.name(),
                        run.folder().toAbsolutePath().toString(),
                        run.status().label(),
                        run.message()))
                .toList();
    }

    @Override
    public CompletionStage<OrderAnswer> carryOut(String node, RunOrder order) {
        String call = call(order);
        // Not on the thread of the actor that asks: the log is a file.
        return CompletableFuture.runAsync(() -> audit.write("node " + node, call, "", "accepted", ""))
                .thenCompose(written -> done(order))
                .handle(LocalNode::answer)
                .thenApplyAsync(answer -> {
                    audit.write(
                            "node " + node, call, "", answer.outcome().name().toLowerCase(Locale.ROOT), answer.text());
                    return answer;
                });
    }

    // As a caller of the API would write it.
    private static String call(RunOrder order) {
        if (order instanceof SubmitRun submission) {
            return "POST /api/runs " + submission;
        }
        PerformAction asked = (PerformAction) order;
        return "POST /api/runs/" + asked.run() + "/" + asked.action();
    }

    private CompletionStage<String> done(RunOrder order) {
        if (order instanceof SubmitRun submission) {
            return local.submit(new Submission(submission.name(), submission.recipe(), submission.settings()));
        }
        PerformAction asked = (PerformAction) order;
        return Stream.of(RunAction.values())
                .filter(action -> action.label().equals(asked.action()))
                .findFirst()
                .map(action -> local.perform(asked.run(), action))
                .orElseGet(() -> CompletableFuture.failedFuture(new RefusedException(
                        RefusedException.Reason.INVALID, "this node does not know the action " + asked.action())));
    }

    private static OrderAnswer answer(@Nullable String text, @Nullable Throwable failure) {
        if (failure == null) {
            return new OrderAnswer(OrderOutcome.DONE, "", String.valueOf(text));
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            return new OrderAnswer(
                    OrderOutcome.REFUSED,
                    refused.reason().name().toLowerCase(Locale.ROOT),
                    String.valueOf(refused.getMessage()));
        }
        return new OrderAnswer(OrderOutcome.FAILED, "", String.valueOf(cause));
    }
}
