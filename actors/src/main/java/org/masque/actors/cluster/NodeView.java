package org.masque.actors.cluster;

import java.util.List;

/**
 * Another node and its runs, as it told them last.
 *
 * @param name of the node; its host and port until it has said its name
 * @param address as the cluster knows it
 * @param generation greater at each start of the node; 0 until it has said so
 * @param state how it stands
 * @param leftOut runs that it does not tell
 * @param runs the latest first
 */
public record NodeView(
        String name, String address, long generation, MemberState state, int leftOut, List<RunReport> runs) {
    public NodeView {
        runs = List.copyOf(runs);
    }
}
