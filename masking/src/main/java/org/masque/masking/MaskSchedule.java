package org.masque.masking;

/**
 * Which strategy an epoch uses, and when the maps must be made anew (spec 3.2).
 *
 * <p>The rule: epochs 0 to {@code startEpoch - 1} use {@code before}, all later ones {@code after}. Maps are refreshed
 * before epoch {@code startEpoch} and then before every {@code refreshInterval}-th epoch. So every epoch that needs
 * maps has them, and they are never older than the interval.
 *
 * <p>The published code states the two moments apart: its strategy changes after epoch 40, and its maps are refreshed
 * after an epoch e that is at least the warm-up and a multiple of the interval. With an interval of 40 that is this
 * schedule with {@code startEpoch = 41}. With an interval of 80 its epochs 41 to 80 run on maps that nobody made (spec
 * 7, pitfall 3); here they do not.
 *
 * @param before the strategy that needs no map
 * @param after the strategy that uses maps
 * @param startEpoch the first epoch, 0-based, of {@code after}; from {@code epochs} on it never comes
 * @param refreshInterval epochs from one refresh to the next, at least 1
 * @param epochs the length of the run
 */
public record MaskSchedule(MaskStrategy before, MaskStrategy after, int startEpoch, int refreshInterval, int epochs) {
    public MaskSchedule {
        if (startEpoch < 0 || refreshInterval < 1 || epochs < 1) {
            throw new IllegalArgumentException("maps from epoch " + startEpoch + ", refreshed every " + refreshInterval
                    + " epochs, in a run of " + epochs
                    + " epochs: the start must be at least 0, the others at least 1");
        }
    }

    /** One strategy from the first epoch to the last, and no maps. */
    public static MaskSchedule always(MaskStrategy strategy, int epochs) {
        return new MaskSchedule(strategy, strategy, epochs, 1, epochs);
    }

    /** The strategy of an epoch. */
    public MaskStrategy strategy(int epoch) {
        return usesMaps(epoch) ? after : before;
    }

    /** Whether the masks of this epoch are drawn by maps. */
    public boolean usesMaps(int epoch) {
        return epoch >= startEpoch && epoch < epochs;
    }

    /** Whether all maps must be made anew between epoch {@code epoch - 1} and this one; never after the last epoch. */
    public boolean refreshDueBefore(int epoch) {
        return usesMaps(epoch) && (epoch - startEpoch) % refreshInterval == 0;
    }
}
