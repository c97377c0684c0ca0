package org.masque.config;

/** What a run leaves to look at beside its log: section {@code telemetry}. */
@Meaning("What a run leaves to look at beside its log.")
@Affects(Impact.HARMLESS)
public record TelemetrySettings(
        @Default("true") @Meaning("Whether event files for TensorBoard are written.")
        boolean tensorBoard,

        @Default("0")
        @Within("[0, 10000]")
        @Meaning(
                value = "Steps of each start that trace.json, a trace for Perfetto, shows. 0: no trace.",
                unit = "steps")
        int traceSteps) {
    public TelemetrySettings {
        Checks.require(TelemetrySettings.class, tensorBoard, traceSteps);
    }
}
