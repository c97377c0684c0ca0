package org.masque.ops.doctor;

/**
 * One thing that the doctor looked at.
 *
 * @param topic what it belongs to, e.g. processor
 * @param name what was looked at
 * @param value what was seen, with its unit, and the remedy where there is one
 * @param severity how bad that is
 */
public record Finding(String topic, String name, String value, Severity severity) {
    /** How much a finding matters. */
    public enum Severity {
        /** As it should be, or just a fact. */
        OK,
        /** Training works, but slower, or not on this GPU. */
        WARNING,
        /** Training cannot work. */
        PROBLEM
    }

    static Finding fact(String topic, String name, Object value) {
        return new Finding(topic, name, String.valueOf(value), Severity.OK);
    }

    static Finding warning(String topic, String name, String value) {
        return new Finding(topic, name, value, Severity.WARNING);
    }

    static Finding problem(String topic, String name, String value) {
        return new Finding(topic, name, value, Severity.PROBLEM);
    }
}
