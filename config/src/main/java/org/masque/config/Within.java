package org.masque.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The interval that a number, or each number of a list, must lie in. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Within {
    /** As read by {@link Interval#parse}, for instance {@code [0, 1)} or {@code (0, inf)}. */
    String value();
}
