package org.masque.model.data;

import static org.masque.model.data.Outline.box;
import static org.masque.model.data.Outline.ellipse;
import static org.masque.model.data.Outline.polygon;

import java.util.List;

/**
 * A kind of object in generated scenes: a composition of two to four parts.
 *
 * @param label the class name
 * @param parts from back to front; part i of a scene's map is number i + 1
 */
record ShapeKind(String label, List<Outline> parts) {
    // Walls, roof, door, window.
    private static final ShapeKind HOUSE = of(
            "house",
            box(-0.55f, -0.1f, 0.55f, 0.8f),
            polygon(-0.8f, -0.1f, 0, -0.85f, 0.8f, -0.1f),
            box(-0.12f, 0.3f, 0.18f, 0.8f),
            box(0.27f, 0.1f, 0.45f, 0.32f).or(box(-0.45f, 0.1f, -0.27f, 0.32f)));

    // Trunk, crown of three balls.
    private static final ShapeKind TREE = of(
            "tree",
            polygon(-0.12f, 0.0f, 0.12f, 0.0f, 0.2f, 0.9f, -0.2f, 0.9f),
            ellipse(-0.35f, 0, 0.4f, 0.4f).or(ellipse(0.35f, 0, 0.4f, 0.4f)).or(ellipse(0, -0.42f, 0.45f, 0.45f)));

    // Tail, body, fin, eye.
    private static final ShapeKind FISH = of(
            "fish",
            polygon(0.4f, 0, 0.95f, -0.45f, 0.8f, 0, 0.95f, 0.45f),
            ellipse(-0.15f, 0, 0.72f, 0.42f),
            polygon(-0.05f, 0.05f, 0.35f, -0.1f, 0.35f, 0.25f),
            ellipse(-0.55f, -0.1f, 0.1f, 0.1f));

    // Cabin, body, two wheels.
    private static final ShapeKind CAR = of(
            "car",
            polygon(-0.5f, -0.05f, -0.3f, -0.5f, 0.3f, -0.5f, 0.55f, -0.05f),
            box(-0.85f, -0.05f, 0.85f, 0.3f).rounded(0.06f),
            ellipse(-0.48f, 0.38f, 0.24f, 0.24f).or(ellipse(0.48f, 0.38f, 0.24f, 0.24f)));

    // Flame, fins, hull, porthole.
    private static final ShapeKind ROCKET = of(
            "rocket",
            polygon(-0.2f, 0.55f, 0.2f, 0.55f, 0, 0.98f),
            polygon(-0.25f, 0.1f, -0.6f, 0.65f, 0.6f, 0.65f, 0.25f, 0.1f),
            ellipse(0, 0.05f, 0.33f, 0.95f).minus(box(-1, 0.55f, 1, 1.2f)),
            ellipse(0, -0.3f, 0.15f, 0.15f));

    // Stem, cap, spots.
    private static final ShapeKind MUSHROOM = of(
            "mushroom",
            polygon(-0.18f, 0, 0.18f, 0, 0.28f, 0.85f, -0.28f, 0.85f),
            ellipse(0, 0.1f, 0.85f, 0.8f).minus(box(-1, 0.1f, 1, 1)),
            ellipse(-0.4f, -0.15f, 0.15f, 0.13f)
                    .or(ellipse(0.05f, -0.4f, 0.17f, 0.15f))
                    .or(ellipse(0.45f, -0.1f, 0.13f, 0.12f)));

    // Ears, face, eyes, nose.
    private static final ShapeKind CAT = of(
            "cat",
            polygon(-0.65f, -0.15f, -0.6f, -0.9f, -0.05f, -0.4f).or(polygon(0.65f, -0.15f, 0.6f, -0.9f, 0.05f, -0.4f)),
            ellipse(0, 0.15f, 0.75f, 0.62f),
            ellipse(-0.3f, 0, 0.13f, 0.17f).or(ellipse(0.3f, 0, 0.13f, 0.17f)),
            polygon(-0.14f, 0.28f, 0.14f, 0.28f, 0, 0.46f));

    // Mast, hull, sail.
    private static final ShapeKind BOAT = of(
            "boat",
            box(-0.06f, -0.9f, 0.06f, 0.4f),
            polygon(-0.85f, 0.3f, 0.85f, 0.3f, 0.55f, 0.75f, -0.55f, 0.75f),
            polygon(0.1f, -0.85f, 0.1f, 0.2f, 0.75f, 0.2f).or(polygon(-0.1f, -0.6f, -0.1f, 0.2f, -0.6f, 0.2f)));

    // Stalk with leaf, petals, heart.
    private static final ShapeKind FLOWER = of(
            "flower",
            box(-0.05f, 0, 0.05f, 0.95f).or(ellipse(0.25f, 0.65f, 0.24f, 0.1f)),
            petals(),
            ellipse(0, -0.25f, 0.2f, 0.2f));

    // Wings, body with head.
    private static final ShapeKind BUTTERFLY = of(
            "butterfly",
            ellipse(-0.48f, -0.35f, 0.42f, 0.42f).or(ellipse(0.48f, -0.35f, 0.42f, 0.42f)),
            ellipse(-0.38f, 0.4f, 0.32f, 0.36f).or(ellipse(0.38f, 0.4f, 0.32f, 0.36f)),
            ellipse(0, 0.05f, 0.11f, 0.65f).or(ellipse(0, -0.65f, 0.16f, 0.16f)));

    /** All kinds; their places are the class numbers. */
    static final List<ShapeKind> ALL = List.of(HOUSE, TREE, FISH, CAR, ROCKET, MUSHROOM, CAT, BOAT, FLOWER, BUTTERFLY);

    private static ShapeKind of(String label, Outline... parts) {
        return new ShapeKind(label, List.of(parts));
    }

    private static Outline petals() {
        Outline all = ellipse(0, -0.68f, 0.26f, 0.26f);
        for (int petal = 1; petal < 5; petal++) {
            double angle = 2 * Math.PI * petal / 5;
            float x = (float) (0.43 * StrictMath.sin(angle));
            float y = (float) (-0.25 - 0.43 * StrictMath.cos(angle));
            all = all.or(ellipse(x, y, 0.26f, 0.26f));
        }
        return all;
    }
}
