package org.masque.ops.tensorboard;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;

/**
 * The messages in an event file, by the field numbers of TensorFlow's {@code event.proto} and {@code summary.proto}.
 */
final class EventMessage {
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    private static final int SESSION_STATUS = 1;
    private static final int SESSION_START = 1;
    private static final int SUMMARY_VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int IMAGE = 4;
    private static final int RGB = 3;
    // Of the header of a PNG, where width and height are.
    private static final int PNG_WIDTH = 16;
    private static final int PNG_HEIGHT = 20;

    private EventMessage() {}

    /** The first of a file. */
    static ProtoMessage version(Instant time) {
        return at(time, 0).text(FILE_VERSION, "brain.Event:2");
    }

    /** The run begins or goes on after a step: TensorBoard forgets what an earlier start said of later ones. */
    static ProtoMessage started(Instant time, long step) {
        return at(time, step).message(SESSION_LOG, new ProtoMessage().number(SESSION_STATUS, SESSION_START));
    }

    /** Some numbers at a step. */
    static ProtoMessage scalars(Instant time, long step, Map<String, Double> values) {
        ProtoMessage summary = new ProtoMessage();
        values.forEach((tag, value) -> summary.message(
                SUMMARY_VALUE, new ProtoMessage().text(TAG, tag).real(SIMPLE_VALUE, value.floatValue())));
        return at(time, step).message(SUMMARY, summary);
    }

    /** A picture at a step. */
    static ProtoMessage picture(Instant time, long step, String tag, byte[] png) {
        ByteBuffer header = ByteBuffer.wrap(png);
        ProtoMessage image = new ProtoMessage()
                .number(1, header.getInt(PNG_HEIGHT))
                .number(2, header.getInt(PNG_WIDTH))
                .number(3, RGB)
                .bytes(4, png);
        ProtoMessage value = new ProtoMessage().text(TAG, tag).message(IMAGE, image);
        return at(time, step).message(SUMMARY, new ProtoMessage().message(SUMMARY_VALUE, value));
    }

    private static ProtoMessage at(Instant time, long step) {
        return new ProtoMessage().real(WALL_TIME, time.toEpochMilli() / 1000.0).number(STEP, step);
    }
}
