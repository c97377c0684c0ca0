package org.masque.model.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One spelling for the names of files, whatever wrote them: parts divided by {@code /}, from the top of their tree. */
final class FileNames {
    /** What computers put beside pictures by themselves: thumbnails, settings of a window, what was thrown away. */
    private static final Set<String> CLUTTER = Set.of(
            "__macosx",
            "@eadir",
            "@__thumb",
            "@recycle",
            "@recently-snapshot",
            "#recycle",
            "#snapshot",
            "$recycle.bin",
            "recycler",
            "system volume information",
            "lost+found",
            "network trash folder",
            "temporary items",
            "thumbs.db",
            "ehthumbs.db",
            "desktop.ini",
            "icon\r",
            "__pycache__");

    // That of the zip standard, and that of European Windows, which gives five bytes no meaning.
    private static final Charset STANDARD = Charset.forName("IBM437");
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final char UNREADABLE = '\uFFFD';

    private FileNames() {}

    /**
     * The usual spelling of a name: {@code \} is {@code /}, and {@code .}, {@code ..}, drive letters and a leading
     * {@code /} are gone, so that {@code ./a/1.png} and {@code C:\a\1.png} are {@code a/1.png}. A folder keeps the
     * {@code /} at its end.
     */
    static String usual(String name) {
        return tidy(name.replace('\\', '/'));
    }

    /**
     * Reads a name that was written as bytes: each part in UTF-8, or else in a code page. Wrong letters are better than
     * none, since different bytes stay different names.
     */
    static String ofBytes(byte[] bytes, Charset codePage) {
        if (isUtf8(bytes)) {
            return usual(new String(bytes, StandardCharsets.UTF_8));
        }
        // In Japanese and Chinese code pages a letter may hold the byte of a backslash.
        byte separator = (byte) (contains(bytes, (byte) '/') ? '/' : '\\');
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == separator) {
                byte[] part = Arrays.copyOfRange(bytes, from, at);
                parts.add(new String(part, isUtf8(part) ? StandardCharsets.UTF_8 : codePage));
                from = at + 1;
            }
        }
        return tidy(String.join("/", parts));
    }

    /**
     * The code page that makes most Latin letters of the names that are no UTF-8; it reads any byte as a letter or
     * sign.
     */
    static Charset codePage(Collection<byte[]> names) {
        List<byte[]> legacy = names.stream().filter(name -> !isUtf8(name)).toList();
        return letters(WINDOWS, legacy) > letters(STANDARD, legacy) ? WINDOWS : STANDARD;
    }

    private static long letters(Charset codePage, List<byte[]> names) {
        long letters = 0;
        for (byte[] name : names) {
            String text = new String(name, codePage);
            if (text.indexOf(UNREADABLE) >= 0) {
                return -1;
            }
            letters += text.codePoints().filter(FileNames::isLatinLetter).count();
        }
        return letters;
    }

    private static boolean isLatinLetter(int character) {
        return Character.isLetter(character) && Character.UnicodeScript.of(character) == Character.UnicodeScript.LATIN;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (byte each : bytes) {
            if (each == wanted) {
                return true;
            }
        }
        return false;
    }

    private static String tidy(String name) {
        String path = hasDrive(name) ? name.substring(2) : name;
        if (isTidy(path)) {
            return path;
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts) + (path.endsWith("/") && !parts.isEmpty() ? "/" : "");
    }

    private static boolean hasDrive(String name) {
        return name.startsWith(":/", 1) && Character.isLetter(name.charAt(0));
    }

    private static boolean isTidy(String path) {
        String framed = "/" + path;
        return !framed.contains("//") && !(framed + "/").contains("/./") && !(framed + "/").contains("/../");
    }

    /** Whether a person put it there: neither hidden nor clutter, and in no folder that is. */
    static boolean isShown(String name) {
        for (String part : name.split("/", -1)) {
            if (part.startsWith(".") || CLUTTER.contains(part.toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /** A name that nothing else has: itself, or with {@code ~2}, {@code ~3} before its extension. */
    static String unique(String name, Collection<String> taken) {
        String free = name;
        for (int copy = 2; taken.contains(free); copy++) {
            int dot = name.lastIndexOf('.');
            int end = dot > name.lastIndexOf('/') ? dot : name.length() - (name.endsWith("/") ? 1 : 0);
            free = name.substring(0, end) + "~" + copy + name.substring(end);
        }
        return free;
    }
}
