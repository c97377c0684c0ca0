package org.masque.model.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The generation of an NVIDIA GPU, e.g. 8.6.
 *
 * @param major binary code runs only on a GPU of the same major number
 * @param minor and of the same or a higher minor number
 */
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

    /**
     * Reads "8.6".
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static ComputeCapability parse(String text) {
        Matcher matcher = NUMBER.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a compute capability: '" + text + "'; expected e.g. 8.6");
        }
        return new ComputeCapability(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(ComputeCapability other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
