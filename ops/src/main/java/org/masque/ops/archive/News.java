package org.masque.ops.archive;

/**
 * One thing that a stream of events tells about a run.
 *
 * @param number larger than that of all earlier news of the run
 * @param event {@code step}, {@code actors}, {@code evaluation}, {@code checkpoint}, {@code picture} or {@code event}
 * @param data its JSON: a {@link StepNews}, the content of {@code actors.json}, an {@link Evaluation} or a
 *     {@link RunEvent}
 */
public record News(long number, String event, Object data) {}
