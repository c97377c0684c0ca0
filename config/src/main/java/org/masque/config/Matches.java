package org.masque.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The form that a text must have. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Matches {
    /** A regular expression for the whole text. */
    String value();

    /** The same in words, to follow "give": for instance "a text that is not empty". */
    String words();
}
