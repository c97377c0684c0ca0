package org.masque.model.data;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts skipped images by reason, names each of them once in the log, and says when they are too many. Thread-safe.
 */
public final class SkipTally {
    private static final Logger LOG = LoggerFactory.getLogger(SkipTally.class);

    private final Map<SkipReason, AtomicLong> counts = Arrays.stream(SkipReason.values())
            .collect(Collectors.toUnmodifiableMap(reason -> reason, reason -> new AtomicLong()));
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    /** Counts one skipped image; it is named in the log the first time only, however many epochs meet it again. */
    public void record(BadImageException skipped) {
        counter(skipped.reason()).incrementAndGet();
        if (named.add(skipped.name())) {
            LOG.warn("skipped ({}) {}", skipped.reason().label(), skipped.getMessage());
        }
    }

    /** How often an image was skipped for this reason. */
    public long count(SkipReason reason) {
        return counter(reason).get();
    }

    /** How often an image was skipped at all. */
    public long total() {
        return Arrays.stream(SkipReason.values()).mapToLong(this::count).sum();
    }

    /**
     * Stops a run whose data are mostly bad.
     *
     * @param budget the largest share of skipped images to live with, 0 to 1
     * @param images that there are; each counts once, whoever meets it and however often
     * @throws DataException if more than {@code budget * images} were skipped, with the counts
     */
    public void requireWithin(double budget, long images) {
        int skipped = named.size();
        if (skipped > budget * images) {
            throw new DataException("skipped " + skipped + " of " + images + " images (met: " + byReason()
                    + "), more than the budget of " + budget
                    + "; mend or remove the files that the log names, or raise the budget");
        }
    }

    private AtomicLong counter(SkipReason reason) {
        return Objects.requireNonNull(counts.get(reason));
    }

    private String byReason() {
        return Arrays.stream(SkipReason.values())
                .filter(reason -> count(reason) > 0)
                .map(reason -> reason.label() + " " + count(reason))
                .collect(Collectors.joining(", "));
    }
}
