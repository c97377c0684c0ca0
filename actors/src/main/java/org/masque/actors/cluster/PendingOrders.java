package org.masque.actors.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Orders whose answer is awaited. Belongs to one actor. */
final class PendingOrders {
    /** So many at most: each holds a caller. */
    static final int MOST = 64;

    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private long last;

    private record Pending(NodeView node, long sent, CompletableFuture<OrderAnswer> answer) {}

    PendingOrders(Duration timeout, LongSupplier nanoTime) {
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    boolean full() {
        return pending.size() >= MOST;
    }

    /** Remembers an order; the value is its number. */
    long add(NodeView node, CompletableFuture<OrderAnswer> answer) {
        pending.put(++last, new Pending(node, nanoTime.getAsLong(), answer));
        return last;
    }

    /** The answer of a node; one that was not asked, or not asked that, is not heard. */
    void answered(String address, long id, OrderAnswer answer) {
        Pending order = pending.get(id);
        if (order != null && order.node().address().equals(address)) {
            pending.remove(id);
            order.answer().complete(answer);
        }
    }

    /** Gives up on those of a node that is gone. */
    void nodeGone(String address) {
        give(order -> order.node().address().equals(address), "is gone; whether it did as it was asked is not known");
    }

    /** Gives up on those that wait too long. */
    void expire() {
        long now = nanoTime.getAsLong();
        give(
                order -> now - order.sent() > timeout.toNanos(),
                "has not answered in " + timeout.toSeconds() + " s; it may still do as it was asked");
    }

    /** Gives up on all. */
    void giveUp() {
        give(order -> true, "cannot be heard any more; whether it did as it was asked is not known");
    }

    private void give(Predicate<Pending> which, String why) {
        List<Pending> given = new ArrayList<>();
        for (Iterator<Pending> all = pending.values().iterator(); all.hasNext(); ) {
            Pending order = all.next();
            if (which.test(order)) {
                all.remove();
                given.add(order);
            }
        }
        for (Pending order : given) {
            order.answer().complete(OrderAnswer.failed("node " + order.node().name() + " " + why));
        }
    }
}
