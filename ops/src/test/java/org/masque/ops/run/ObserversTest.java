package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.actors.TrainingObserver;

class ObserversTest {
    private final List<Long> heard = new ArrayList<>();

    @Test
    void anObserverThatFailsHarmsNeitherTheOthersNorTheRun() {
        TrainingObserver failing = new TrainingObserver() {
            @Override
            public void checkpointSkipped(long step) {
                throw new IllegalStateException("a bug in the display");
            }
        };
        TrainingObserver listening = new TrainingObserver() {
            @Override
            public void checkpointSkipped(long step) {
                heard.add(step);
            }
        };
        Observers observers = new Observers(List.of(failing, listening));

        observers.checkpointSkipped(3);
        observers.checkpointSkipped(4);

        assertThat(heard).containsExactly(3L, 4L);
    }
}
