package org.masque.ops.api;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.masque.ops.api.Operation.State;
import org.masque.ops.control.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last operations by their ids, so that a client that heard no answer may ask again and changes nothing twice.
 *
 * <p>Safe for several threads.
 */
final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private static final int MOST = 1000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final AuditLog audit;

    /** An operation under way, and its end. */
    private record Entry(Operation begun, CompletableFuture<Operation> end) {
        Operation now() {
            return end.getNow(begun);
        }
    }

    Operations(AuditLog audit) {
        this.audit = audit;
    }

    /** For a client that does not care. */
    static String newId() {
        return UUID.randomUUID().toString();
    }

    /** An operation, if it is not forgotten. */
    synchronized Optional<Operation> find(String id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::now);
    }

    /**
     * Begins an operation, unless its id is known; then it is the one that was begun before.
     *
     * @param id what the client calls it, or {@link #newId}
     * @param call what is asked for; the same id with another call is refused
     * @param remote who asks
     * @param work begins it; an exception is its end
     * @return done with it
     */
    CompletableFuture<Operation> begin(String id, String call, String remote, Supplier<CompletionStage<String>> work) {
        if (!ID.matcher(id).matches()) {
            throw new BadRequestException("an operation's id is letters, digits and . _ -, at most 64", null);
        }
        CompletableFuture<Void> known = new CompletableFuture<>();
        Operation begun = new Operation(id, call, State.RUNNING, "");
        CompletableFuture<Operation> end = known.thenCompose(go -> work.get())
                .handle((message, failure) -> ended(begun, remote, message, failure));
        synchronized (this) {
            Entry before = entries.get(id);
            if (before != null) {
                return sameCall(before, call).end();
            }
            forgetOldest();
            entries.put(id, new Entry(begun, end));
        }
        audit.write(remote, call, id, "accepted", "");
        known.complete(null);
        return end;
    }

    private static Entry sameCall(Entry before, String call) {
        if (!before.begun().call().equals(call)) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_NOW,
                    "the id " + before.begun().id() + " was used for "
                            + before.begun().call());
        }
        return before;
    }

    private Operation ended(Operation begun, String remote, @Nullable String message, @Nullable Throwable failure) {
        Operation ended = failure == null
                ? new Operation(begun.id(), begun.call(), State.DONE, String.valueOf(message))
                : failed(begun, failure);
        audit.write(remote, begun.call(), begun.id(), ended.state().label(), ended.message());
        return ended;
    }

    private static Operation failed(Operation begun, Throwable failure) {
        Throwable nested = failure.getCause();
        Throwable cause = failure instanceof CompletionException && nested != null ? nested : failure;
        if (cause instanceof RefusedException) {
            return new Operation(begun.id(), begun.call(), State.REFUSED, String.valueOf(cause.getMessage()));
        }
        LOG.error("{} failed", begun.call(), cause);
        return new Operation(begun.id(), begun.call(), State.FAILED, cause.toString());
    }

    private void forgetOldest() {
        Iterator<Entry> oldestFirst = entries.values().iterator();
        while (entries.size() >= MOST && oldestFirst.hasNext()) {
            if (oldestFirst.next().end().isDone()) {
                oldestFirst.remove();
            }
        }
        if (entries.size() >= MOST) {
            throw new RefusedException(RefusedException.Reason.NOT_NOW, MOST + " operations are under way already");
        }
    }
}
