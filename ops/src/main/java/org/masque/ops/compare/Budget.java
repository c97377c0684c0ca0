package org.masque.ops.compare;

import java.util.Locale;

/** What every run of a comparison may use: equally many images seen, or equally much time. */
public sealed interface Budget {
    /** For people. */
    String text();

    /**
     * Views that training sees.
     *
     * @param count at least 1; runs whose batches do not divide it see the next smaller number
     */
    record Images(long count) implements Budget {
        @Override
        public String text() {
            return String.format(Locale.ROOT, "%,d images seen", count);
        }
    }

    /**
     * Time in the training loop, waiting for maps included. How many steps fit is measured by a short run of each
     * recipe, since the learning rate must know its end beforehand.
     *
     * @param count above 0
     */
    record Minutes(double count) implements Budget {
        @Override
        public String text() {
            return String.format(Locale.ROOT, "%s minutes of training", count);
        }
    }
}
