package org.masque.model.data;

import java.util.Comparator;

/** Orders names as a person does: {@code img2} before {@code img10}. The same on every machine, whatever its locale. */
final class NaturalOrder implements Comparator<String> {
    static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int difference;
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = endOfDigits(a, i);
                int endB = endOfDigits(b, j);
                difference = compareNumbers(a.substring(i, endA), b.substring(j, endB));
                i = endA;
                j = endB;
            } else {
                difference = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (difference != 0) {
                return difference;
            }
        }
        int leftOver = Integer.compare(a.length() - i, b.length() - j);
        // 01 and 1 are equal numbers but different names.
        return leftOver != 0 ? leftOver : a.compareTo(b);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    // Numbers of any length: without leading zeros the longer one is larger.
    private static int compareNumbers(String a, String b) {
        String first = a.substring(leadingZeros(a));
        String second = b.substring(leadingZeros(b));
        int longer = Integer.compare(first.length(), second.length());
        return longer != 0 ? longer : first.compareTo(second);
    }

    private static int leadingZeros(String digits) {
        int zeros = 0;
        while (zeros < digits.length() && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return zeros;
    }
}
