package org.masque.actors.wire;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Messages of tests: all types there are, one that holds its own kind, and some that must not be. */
final class TestMessages {
    static final WireClass EVERYTHING = new WireClass(900, "Everything/1", Everything.class);
    static final WireClass TREE = new WireClass(120, "Tree/1", Tree.class);
    static final WireClass COLOUR = new WireClass(902, WireClass.NO_MESSAGE, Colour.class);
    static final WireClass CIRCLE = new WireClass(903, WireClass.NO_MESSAGE, Circle.class);
    static final WireClass SQUARE = new WireClass(904, WireClass.NO_MESSAGE, Square.class);
    static final WireClass PICKY = new WireClass(905, "Picky/1", Picky.class);

    static final WireClasses CLASSES = new WireClasses(List.of(EVERYTHING, TREE, COLOUR, CIRCLE, SQUARE, PICKY));

    private TestMessages() {}

    static WireCodec codec() {
        return new WireCodec(CLASSES, WireLimits.USUAL);
    }

    enum Colour {
        RED,
        GREEN
    }

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Square(double side, Colour colour) implements Shape {}

    record Everything(
            boolean truth,
            byte small,
            short shorter,
            char letter,
            int number,
            long longer,
            float real,
            double finer,
            String text,
            Colour colour,
            Shape shape,
            List<Shape> shapes,
            Set<String> words,
            Map<String, List<Integer>> table,
            byte[] bytes,
            boolean[] truths,
            short[] shorts,
            char[] letters,
            int[] numbers,
            long[] longs,
            float[] reals,
            double[] doubles)
            implements WireMessage {}

    record Tree(String label, List<Tree> branches) implements WireMessage {}

    record Picky(int even) implements WireMessage {
        Picky {
            if (even % 2 != 0) {
                throw new IllegalArgumentException("odd");
            }
        }
    }

    record Open(Object anything) implements WireMessage {}

    record Wild(List<? extends Shape> shapes) implements WireMessage {}

    static Tree treeOfDepth(int depth) {
        Tree tree = new Tree("leaf", List.of());
        for (int i = 1; i < depth; i++) {
            tree = new Tree("", List.of(tree));
        }
        return tree;
    }
}
