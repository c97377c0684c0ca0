package org.masque.model.data;

/**
 * A filled shape, as its signed distance: negative inside, positive outside, in the units of its coordinates.
 *
 * <p>Drawn objects live in a square from -1 to 1, x to the right and y down.
 */
interface Outline {
    /** The distance of a point from the outline, negative inside; near the outline within a few percent. */
    float distance(float x, float y);

    /** An ellipse; its distance is exact for circles and first-order for others. */
    static Outline ellipse(float centreX, float centreY, float radiusX, float radiusY) {
        return (x, y) -> {
            float u = (x - centreX) / radiusX;
            float v = (y - centreY) / radiusY;
            float radius = (float) Math.sqrt(u * u + v * v);
            float gradient = (float) Math.sqrt(u * u / (radiusX * radiusX) + v * v / (radiusY * radiusY));
            // At the very centre the gradient vanishes.
            return gradient < 1e-4f ? -Math.min(radiusX, radiusY) : radius * (radius - 1) / gradient;
        };
    }

    /** A box from one corner to the other. */
    static Outline box(float left, float top, float right, float bottom) {
        return polygon(left, top, right, top, right, bottom, left, bottom);
    }

    /**
     * A polygon.
     *
     * @param corners x and y of each corner, in turn
     */
    static Outline polygon(float... corners) {
        return (x, y) -> {
            float nearest = Float.MAX_VALUE;
            boolean inside = false;
            int last = corners.length - 2;
            for (int i = 0; i < corners.length; last = i, i += 2) {
                float edgeX = corners[last] - corners[i];
                float edgeY = corners[last + 1] - corners[i + 1];
                float toX = x - corners[i];
                float toY = y - corners[i + 1];
                float along = (toX * edgeX + toY * edgeY) / (edgeX * edgeX + edgeY * edgeY);
                float clamped = Math.min(Math.max(along, 0), 1);
                float offX = toX - clamped * edgeX;
                float offY = toY - clamped * edgeY;
                nearest = Math.min(nearest, offX * offX + offY * offY);
                // Even-odd rule: each edge that a ray to the right crosses changes sides.
                boolean crosses = corners[i + 1] > y != corners[last + 1] > y;
                inside ^= crosses && toX < edgeX * toY / edgeY;
            }
            float distance = (float) Math.sqrt(nearest);
            return inside ? -distance : distance;
        };
    }

    /** What lies in either. */
    default Outline or(Outline other) {
        return (x, y) -> Math.min(distance(x, y), other.distance(x, y));
    }

    /** What lies in this one only. */
    default Outline minus(Outline other) {
        return (x, y) -> Math.max(distance(x, y), -other.distance(x, y));
    }

    /** This one grown by a margin, its corners rounded. */
    default Outline rounded(float margin) {
        return (x, y) -> distance(x, y) - margin;
    }
}
