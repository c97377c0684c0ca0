package org.masque.ops.archive;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last news of a run, for any number of readers, each of which remembers how far it has read. */
final class NewsBoard {
    private static final int MOST = 256;

    private final Deque<News> posted = new ArrayDeque<>();
    private long last;

    void post(String event, Object data) {
        posted.addLast(new News(++last, event, data));
        if (posted.size() > MOST) {
            posted.removeFirst();
        }
    }

    /** The number of the latest, 0 if there is none. */
    long last() {
        return last;
    }

    List<News> after(long number) {
        return posted.stream().filter(news -> news.number() > number).toList();
    }
}
