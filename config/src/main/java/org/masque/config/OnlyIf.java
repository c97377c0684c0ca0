package org.masque.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A condition without which a key has no effect: on a record for all its keys, on a component for that one. Of several
 * all must hold.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
@Repeatable(OnlyIf.All.class)
@interface OnlyIf {
    /** The full name of another key. */
    String key();

    /** HOCON texts of the values of {@link #key} with which this key has an effect. */
    String[] is();

    /** Several conditions. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
    @interface All {
        /** All of them must hold. */
        OnlyIf[] value();
    }
}
