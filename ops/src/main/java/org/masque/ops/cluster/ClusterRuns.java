package org.masque.ops.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.masque.actors.cluster.NodeView;
import org.masque.actors.cluster.OrderAnswer;
import org.masque.actors.cluster.RunOrder;
import org.masque.actors.cluster.RunReport;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.LogLevel;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RefusedException.Reason;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.RunStatus;
import org.masque.ops.control.Runs;
import org.masque.ops.control.Submission;

/**
 * The runs of this node and of all others.
 *
 * <p>A run of this node has its own name always. One of another node has it too, as long as no other run is called so;
 * else it is {@code run@node}, which is always understood. A submission named {@code run@node}, or {@code @node} for
 * the recipe's own name, goes to that node.
 *
 * <p>What another node's run leaves behind stays there: its folder here is one that does not exist.
 */
public final class ClusterRuns implements Runs {
    private static final char AT = '@';

    private final Runs local;
    private final OtherNodes others;
    private final Path elsewhere;

    /**
     * Puts them together.
     *
     * @param elsewhere below it are the folders of other nodes' runs; nothing is ever there
     */
    public ClusterRuns(Runs local, OtherNodes others, Path elsewhere) {
        this.local = local;
        this.others = others;
        this.elsewhere = elsewhere;
    }

    private record RemoteRun(NodeView node, RunReport report) {
        String qualified() {
            return report.name() + AT + node.name();
        }
    }

    private List<RemoteRun> remote() {
        return others.nodes().stream()
                .flatMap(node -> node.runs().stream().map(run -> new RemoteRun(node, run)))
                .toList();
    }

    // --- what is there

    @Override
    public List<KnownRun> all() {
        List<KnownRun> all = new ArrayList<>(local.all());
        List<RemoteRun> remote = remote();
        Map<String, Integer> bearers = new HashMap<>();
        all.forEach(run -> bearers.merge(run.name(), 1, Integer::sum));
        remote.forEach(run -> bearers.merge(run.report().name(), 1, Integer::sum));
        for (RemoteRun run : remote) {
            boolean alone = bearers.getOrDefault(run.report().name(), 0) == 1;
            known(run, alone ? run.report().name() : run.qualified()).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    // A state that only a newer version of the other node knows cannot be shown.
    private Optional<KnownRun> known(RemoteRun run, String name) {
        return Stream.of(RunStatus.values())
                .filter(status -> status.label().equals(run.report().status()))
                .findFirst()
                .map(status -> new KnownRun(name, folder(run), status, message(run)));
    }

    private Path folder(RemoteRun run) {
        return elsewhere.resolve(run.qualified());
    }

    private static String message(RemoteRun run) {
        NodeView node = run.node();
        String where = node.state().answers()
                ? "on node " + node.name() + " in " + run.report().folder()
                : "node " + node.name() + " is " + node.state().label() + ", this is what it said last";
        return run.report().message().isEmpty()
                ? where
                : where + ": " + run.report().message();
    }

    // --- what is asked

    @Override
    public CompletionStage<String> perform(String name, RunAction action) {
        if (local.find(name).isPresent()) {
            return local.perform(name, action);
        }
        List<RemoteRun> meant = remote().stream()
                .filter(run ->
                        run.report().name().equals(name) || run.qualified().equals(name))
                .toList();
        if (meant.size() > 1) {
            return refused(
                    Reason.INVALID,
                    "several nodes have a run " + name + "; say which: "
                            + String.join(
                                    " or ",
                                    meant.stream().map(RemoteRun::qualified).toList()));
        }
        if (meant.isEmpty()) {
            String own = AT + others.self();
            return name.endsWith(own)
                    ? local.perform(name.substring(0, name.length() - own.length()), action)
                    : refused(Reason.UNKNOWN, "no node has a run " + name);
        }
        RemoteRun run = meant.get(0);
        return place(run.node(), new RunOrder.PerformAction(run.report().name(), action.label()));
    }

    @Override
    public CompletionStage<String> setLogLevel(String name, LogLevel level) {
        return local.find(name).isPresent() ? local.setLogLevel(name, level) : onItsOwnNode(name);
    }

    @Override
    public CompletionStage<String> profile(String name, Duration duration) {
        return local.find(name).isPresent() ? local.profile(name, duration) : onItsOwnNode(name);
    }

    // What these make stays on the other node, where it can be looked at.
    private static CompletionStage<String> onItsOwnNode(String name) {
        return refused(Reason.NOT_HERE, name + " is no run of this node: ask the daemon of the node that has it");
    }

    @Override
    public CompletionStage<String> submit(Submission submission) {
        int at = submission.name().lastIndexOf(AT);
        String node = submission.name().substring(at + 1);
        String name = submission.name().substring(0, Math.max(at, 0));
        if (at < 0) {
            return local.submit(submission);
        }
        if (node.equals(others.self())) {
            return local.submit(new Submission(name, submission.recipe(), submission.settings()));
        }
        return others.nodes().stream()
                .filter(view -> view.name().equals(node))
                .findFirst()
                .map(view -> place(view, new RunOrder.SubmitRun(name, submission.recipe(), submission.settings())))
                .orElseGet(() -> refused(Reason.UNKNOWN, "there is no node " + node + "; there are " + names()));
    }

    private String names() {
        return String.join(
                ", ",
                Stream.concat(Stream.of(others.self()), others.nodes().stream().map(NodeView::name))
                        .toList());
    }

    private CompletionStage<String> place(NodeView node, RunOrder order) {
        if (!node.state().answers()) {
            return refused(
                    Reason.NOT_NOW,
                    "node " + node.name() + " is " + node.state().label() + " and cannot be asked");
        }
        return others.place(node.name(), order).thenCompose(ClusterRuns::result);
    }

    private static CompletionStage<String> result(OrderAnswer answer) {
        return switch (answer.outcome()) {
            case DONE -> CompletableFuture.completedFuture(answer.text());
            case REFUSED -> refused(reason(answer.reason()), answer.text());
            case FAILED -> CompletableFuture.failedFuture(new IllegalStateException(answer.text()));
        };
    }

    private static Reason reason(String word) {
        return Stream.of(Reason.values())
                .filter(reason -> reason.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(Reason.NOT_NOW);
    }

    private static CompletionStage<String> refused(Reason reason, String message) {
        return CompletableFuture.failedFuture(new RefusedException(reason, message));
    }
}
