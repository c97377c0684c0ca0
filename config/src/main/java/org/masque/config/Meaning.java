package org.masque.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a section, a key or a choice means, for {@code masque explain} and for the page of all keys. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
@interface Meaning {
    /** Whole sentences in plain English; what 0 or an empty text stands for belongs here. */
    String value();

    /** What a number counts or measures, for instance {@code epochs}; every key of numbers has one. */
    String unit() default "";
}
