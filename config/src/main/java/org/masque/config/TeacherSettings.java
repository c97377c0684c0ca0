package org.masque.config;

/** The moving average of the weights that maps may be made of: section {@code masking.teacher}. */
@Meaning("The teacher: a moving average of the weights that maps may be made with.")
@OnlyIf(
        key = "masking.strategy",
        is = {"attention", "attmask", "hpm"})
@OnlyIf(key = "masking.mapFrom", is = "teacher")
@Affects(Impact.TRAJECTORY)
public record TeacherSettings(
        @Default("0.999")
        @Within("[0, 1]")
        @Meaning(value = "Share of the average that stays in an update in epoch 0.", unit = "share")
        double first,

        @Default("0.9999")
        @Within("[0, 1]")
        @Meaning(
                value =
                        "Share of the average that stays in an update from epoch masking.teacher.epochs on. In between it "
                                + "grows evenly.",
                unit = "share")
        double last,

        @Default("100")
        @Within("[1, inf)")
        @Meaning(
                value = "Epochs in which the share goes from masking.teacher.first to masking.teacher.last.",
                unit = "epochs")
        @OfRunEpochs(OfRunEpochs.Use.LENGTH)
        int epochs) {
    public TeacherSettings {
        Checks.require(TeacherSettings.class, first, last, epochs);
    }
}
