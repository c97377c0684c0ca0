package org.masque.ops.run;

import java.util.Locale;
import java.util.function.Consumer;
import org.masque.config.Recipe;

/**
 * Looks before the run begins whether its memory will do.
 *
 * <p>Only a run that cannot fit is refused: its weights, moments and gradients alone are more than there is. What may
 * not fit is warned of, since the estimate is of everything at once.
 *
 * @param machine bytes of memory of the machine, or of its container
 * @param available bytes of these that nothing else uses now
 * @param tensorLimit bytes that tensors may hold, {@code -Dmasque.maxNativeBytes}; 0 is no limit
 */
record MemoryPreflight(long machine, long available, long tensorLimit) {
    private static final double GIB = 1L << 30;
    private static final String KNOBS = "lower parallel.workers (each has gradients of its own), take a smaller model"
            + " (model.width, model.depth), or a smaller optimizer.batchSize with more optimizer.accumulation";

    /** What this process finds. */
    static MemoryPreflight here(long tensorLimit) {
        long machine = MachineMemory.total();
        return new MemoryPreflight(machine, Math.min(machine, MachineMemory.available()), tensorLimit);
    }

    /**
     * Checks a recipe.
     *
     * @param warn hears what may become too little
     * @throws NotEnoughMemoryException with both figures, and what to change
     */
    void require(Recipe recipe, Consumer<String> warn) throws NotEnoughMemoryException {
        MemoryNeed need = MemoryNeed.of(recipe);
        String state = "weights, moments and gradients of this run need " + text(need.state());
        if (tensorLimit > 0 && need.state() > tensorLimit) {
            throw new NotEnoughMemoryException(
                    state + ", -Dmasque.maxNativeBytes allows " + text(tensorLimit) + ": raise it, or " + KNOBS);
        }
        if (need.state() > machine) {
            throw new NotEnoughMemoryException(
                    state + ", this machine or its container has " + text(machine) + ": " + KNOBS);
        }
        String slow = ", and " + text(need.kept()) + " more while a checkpoint waits for a slow disk";
        if (tensorLimit > 0 && need.tensors() + need.kept() > tensorLimit) {
            warn.accept("tensors may need " + text(need.tensors()) + " at once" + slow
                    + "; -Dmasque.maxNativeBytes allows " + text(tensorLimit)
                    + ": if the run ends with 75, raise it, or " + KNOBS);
        }
        if (need.process() + need.kept() > available) {
            warn.accept("the run may need " + text(need.process()) + " at once" + slow + "; " + text(available) + " of "
                    + text(machine) + " are free here: if it is killed, " + KNOBS);
        }
    }

    /** A size for people. */
    static String text(long bytes) {
        return bytes >= GIB
                ? String.format(Locale.ROOT, "%.1f GiB", bytes / GIB)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
