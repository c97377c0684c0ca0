package org.masque.model.picture;

/**
 * A place on a sheet, in pixels from its upper left corner; need not be whole.
 *
 * @param x to the right
 * @param y down
 */
record Point(double x, double y) {
    /** How far this is from the line between two points. */
    double distance(Point from, Point to) {
        double dx = to.x - from.x;
        double dy = to.y - from.y;
        double length = dx * dx + dy * dy;
        double along = length == 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length;
        double near = Math.max(0, Math.min(1, along));
        return Math.hypot(x - from.x - near * dx, y - from.y - near * dy);
    }
}
