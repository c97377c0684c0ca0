package org.masque.actors.run;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.actors.TrainingObserver;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;

/**
 * Tells an observer how long the views of a batch took, on the loader's thread.
 *
 * @param views made by
 * @param observer hears of those that were made
 */
record TimedViews(ViewSource views, TrainingObserver observer) implements ViewSource {
    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    public Views load(int epoch, int[] ids) {
        long start = System.nanoTime();
        Views loaded = views.load(epoch, ids);
        observer.viewsLoaded(ids.length, System.nanoTime() - start);
        return loaded;
    }
}
