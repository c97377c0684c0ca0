package org.masque.actors.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.masque.actors.Recovery;
import org.masque.actors.Recovery.Rollback;

/** A recovery as the free-form strings of a manifest, exact to the last bit; absent in older ones. */
final class RecoveryText {
    private static final String LOSSES = "recovery.losses";
    private static final String BAD_IN_A_ROW = "recovery.badInARow";
    private static final String ROLLBACKS = "recovery.rollbacks";

    private RecoveryText() {}

    static Map<String, String> write(Recovery recovery) {
        Map<String, String> text = new TreeMap<>();
        text.put(LOSSES, recovery.losses().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        text.put(BAD_IN_A_ROW, Integer.toString(recovery.badInARow()));
        text.put(
                ROLLBACKS,
                recovery.rollbacks().stream()
                        .map(each -> each.first() + ":" + each.last() + ":" + each.rateFactor())
                        .collect(Collectors.joining(" ")));
        return text;
    }

    static Recovery read(Map<String, String> state) throws IOException {
        try {
            List<Double> losses = new ArrayList<>();
            List<Rollback> rollbacks = new ArrayList<>();
            words(state, LOSSES).forEach(word -> losses.add(Double.valueOf(word)));
            words(state, ROLLBACKS).forEach(word -> rollbacks.add(rollback(word)));
            return new Recovery(losses, Integer.parseInt(state.getOrDefault(BAD_IN_A_ROW, "0")), rollbacks);
        } catch (IllegalArgumentException bad) {
            throw new IOException("the manifest has a bad recovery: " + bad.getMessage(), bad);
        }
    }

    private static List<String> words(Map<String, String> state, String key) {
        String text = state.getOrDefault(key, "");
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }

    private static Rollback rollback(String word) {
        String[] parts = word.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(word);
        }
        return new Rollback(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Double.parseDouble(parts[2]));
    }
}
