package org.masque.ops.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How log lines look. */
public enum LogFormat {
    /** For people, as the logging configuration says. */
    TEXT,
    /** One JSON object a line, with run, step and actor, for a collector of logs. */
    JSON;

    /** Makes all lines of this process look so from now on. */
    public void apply() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (this == JSON && factory instanceof LoggerContext context) {
            context.getLoggerList().forEach(logger -> useJson(context, logger.iteratorForAppenders()));
        }
    }

    private static void useJson(LoggerContext context, Iterator<Appender<ILoggingEvent>> appenders) {
        appenders.forEachRemaining(appender -> {
            if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
                JsonLines encoder = new JsonLines();
                encoder.setContext(context);
                encoder.start();
                stream.setEncoder(encoder);
            }
        });
    }
}
