package org.masque.config;

/**
 * What a run leaves to look at beside its log: section {@code telemetry}.
 *
 * @param tensorBoard whether there are event files for TensorBoard
 * @param traceSteps steps of each start that a trace for Perfetto shows; 0: no trace
 */
@Affects(Impact.HARMLESS)
public record TelemetrySettings(
        @Default("true") boolean tensorBoard,
        @Default("0") @Within("[0, 10000]") int traceSteps) {
    public TelemetrySettings {
        Checks.require(TelemetrySettings.class, tensorBoard, traceSteps);
    }
}
