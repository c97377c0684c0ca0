package org.masque.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A recipe that cannot be used; holds everything that is wrong with it, so that it can be mended in one go. */
public final class ConfigException extends IllegalArgumentException {
    private static final Comparator<Problem> READING_ORDER =
            Comparator.comparing(Problem::origin).thenComparing(Problem::line).thenComparing(Problem::key);

    private final List<Problem> problems;

    /** Sorts the problems by file and line; the message lists them all. */
    public ConfigException(List<Problem> problems) {
        super(problems.stream().sorted(READING_ORDER).map(Problem::text).collect(Collectors.joining("\n")));
        this.problems = problems.stream().sorted(READING_ORDER).toList();
    }

    /** All problems, at least one, by file and line. */
    public List<Problem> problems() {
        return problems;
    }
}
