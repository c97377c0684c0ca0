package org.masque.model.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@code classes.txt} beside the class folders calls them: lines of folder name, TAB, name for people. */
final class ClassTitles {
    static final String FILE = "classes.txt";

    private ClassTitles() {}

    /**
     * Replaces folder names by titles where there are some.
     *
     * @param text the content of the file, empty where there is none; lines without a TAB are passed over
     */
    static List<String> apply(String text, List<String> folders) {
        Map<String, String> titles = new HashMap<>();
        text.lines()
                .map(line -> line.split("\t", 2))
                .filter(columns -> columns.length == 2)
                .forEach(columns -> titles.put(columns[0].strip(), columns[1].strip()));
        return folders.stream()
                .map(folder -> titles.getOrDefault(folder, folder))
                .toList();
    }
}
