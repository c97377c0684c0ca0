package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.TrainingObserver;

class ObserversTest {
    private final List<Long> heard = new ArrayList<>();

    @Test
    void anObserverThatFailsHarmsNeitherTheOthersNorTheRun() {
        TrainingObserver failing = new TrainingObserver() {
            @Override
            public void workLeftOut(Kind kind, long step, String reason) {
                throw new IllegalStateException("a bug in the display");
            }
        };
        TrainingObserver listening = new TrainingObserver() {
            @Override
            public void workLeftOut(Kind kind, long step, String reason) {
                heard.add(step);
            }
        };
        Observers observers = new Observers(List.of(failing, listening));

        observers.workLeftOut(Kind.PICTURES, 3, "");
        observers.workLeftOut(Kind.PICTURES, 4, "");

        assertThat(heard).containsExactly(3L, 4L);
    }
}
