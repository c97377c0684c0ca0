package org.masque.config;

/**
 * The moving average of the weights that maps may be made of: section {@code masking.teacher}.
 *
 * @param first share of the average that stays in an update, in epoch 0; 0 to 1
 * @param last the same from epoch {@code epochs} on; in between it grows evenly
 * @param epochs from the one to the other, at least 1
 */
@Affects(Impact.TRAJECTORY)
public record TeacherSettings(
        @Default("0.999") @Within("[0, 1]") double first,
        @Default("0.9999") @Within("[0, 1]") double last,
        @Default("100") @Within("[1, inf)") int epochs) {
    public TeacherSettings {
        Checks.require(TeacherSettings.class, first, last, epochs);
    }
}
