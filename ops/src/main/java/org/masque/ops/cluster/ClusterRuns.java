package org.masque.ops.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.masque.actors.cluster.MemberState;
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
 * <p>A run of another node is {@code run@node} always, so that nobody stops there what was meant to be stopped here.
 * One of this node has its own name, and {@code run@node} is understood too. A submission named {@code run@node}, or
 * {@code @node} for the recipe's own name, goes to that node.
 *
 * <p>What another node's run leaves behind stays there: its folder here is one that does not exist.
 */
public final class ClusterRuns implements Runs {
    /** As they ended, whatever became of their node since. */
    static final Set<RunStatus> OVER = EnumSet.of(RunStatus.STOPPED, RunStatus.FINISHED, RunStatus.FAILED);

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

    private Stream<RemoteRun> remote() {
        return others.nodes().stream().flatMap(node -> node.runs().stream().map(run -> new RemoteRun(node, run)));
    }

    private Optional<RemoteRun> remote(String name) {
        return name.indexOf(AT) < 0
                ? Optional.empty()
                : remote().filter(run -> run.qualified().equals(name)).findFirst();
    }

    private String ownName(String name) {
        String own = AT + others.self();
        return name.endsWith(own) ? name.substring(0, name.length() - own.length()) : name;
    }

    // --- what is there

    @Override
    public String node() {
        return others.self();
    }

    @Override
    public List<KnownRun> all() {
        List<KnownRun> all = new ArrayList<>(local.all());
        remote().flatMap(run -> known(run).stream()).forEach(all::add);
        return List.copyOf(all);
    }

    @Override
    public Optional<KnownRun> find(String name) {
        return remote(name).flatMap(this::known).or(() -> local.find(ownName(name)));
    }

    @Override
    public String absence(String name) {
        String there = remote().filter(run -> run.report().name().equals(name))
                .map(RemoteRun::qualified)
                .collect(Collectors.joining(" or "));
        return there.isEmpty()
                ? "there is no run " + name + " on node " + others.self()
                : "there is no run " + name + " on node " + others.self() + "; on another it is called " + there;
    }

    // A state that only a newer version of the other node knows cannot be shown.
    private Optional<KnownRun> known(RemoteRun run) {
        return Stream.of(RunStatus.values())
                .filter(status -> status.label().equals(run.report().status()))
                .findFirst()
                .map(status -> new KnownRun(
                        run.qualified(),
                        elsewhere.resolve(run.qualified()),
                        run.node().state().answers() || OVER.contains(status) ? status : RunStatus.UNREACHABLE,
                        message(run),
                        run.node().name()));
    }

    private static String message(RemoteRun run) {
        NodeView node = run.node();
        String where = node.state().answers()
                ? "on node " + node.name() + " in " + run.report().folder()
                : standing(node) + ", the run was last " + run.report().status();
        return run.report().message().isEmpty()
                ? where
                : where + ": " + run.report().message();
    }

    private static String standing(NodeView node) {
        return "node " + node.name()
                + (node.state() == MemberState.LEFT
                        ? " has left"
                        : " is " + node.state().label());
    }

    // --- what is asked

    @Override
    public CompletionStage<String> perform(String name, RunAction action) {
        return remote(name)
                .map(run -> place(
                        run.node(), new RunOrder.PerformAction(run.report().name(), action.label())))
                .orElseGet(() -> local.find(ownName(name)).isPresent()
                        ? local.perform(ownName(name), action)
                        : refused(Reason.UNKNOWN, absence(name)));
    }

    @Override
    public CompletionStage<String> setLogLevel(String name, LogLevel level) {
        return remote(name).isPresent() ? onItsOwnNode(name) : local.setLogLevel(ownName(name), level);
    }

    @Override
    public CompletionStage<String> profile(String name, Duration duration) {
        return remote(name).isPresent() ? onItsOwnNode(name) : local.profile(ownName(name), duration);
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
            return refused(Reason.NOT_NOW, standing(node) + " and cannot be asked");
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
