package org.masque.model.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One generated scene: an object of textured parts before a textured background, with its true part map.
 *
 * <p>Place, size, tilt, mirroring, textures and colours are random and say nothing of the kind; only the shape does.
 */
final class ShapeScene {
    /** Rows and columns of a scene. */
    static final int SIDE = 64;

    // Half an object's extent, in pixels.
    private static final float SMALLEST = 19;
    private static final float LARGEST = 28;
    private static final float MAX_TILT = 0.25f;
    private static final float NOISE = 0.03f;
    private static final float SHADOW = 0.25f;
    private static final int SHADOW_SHIFT = 2;
    private static final float RIM_PIXELS = 2.5f;
    private static final float OUTSIDE = 1e6f;

    private final SplittableRandom random;
    private final List<Outline> outlines;
    private final Texture background;
    private final Texture[] textures;
    private final float scale;
    private final float centreX;
    private final float centreY;
    private final float cosine;
    private final float sine;
    private final float mirror;
    private final float[] colours = new float[3 * SIDE * SIDE];
    private final float[] silhouette = new float[SIDE * SIDE];
    private final byte[] parts = new byte[SIDE * SIDE];
    private final byte[] rgb = new byte[3 * SIDE * SIDE];

    /** Draws a scene with an object of this kind. */
    ShapeScene(ShapeKind kind, SplittableRandom random) {
        this.random = random;
        outlines = kind.parts();
        scale = SMALLEST + (LARGEST - SMALLEST) * uniform();
        float room = SIDE / 2f - scale - 1;
        centreX = SIDE / 2f + room * (2 * uniform() - 1);
        centreY = SIDE / 2f + room * (2 * uniform() - 1);
        float tilt = MAX_TILT * (2 * uniform() - 1);
        cosine = (float) StrictMath.cos(tilt);
        sine = (float) StrictMath.sin(tilt);
        mirror = random.nextBoolean() ? 1 : -1;
        boolean darkGround = random.nextBoolean();
        background = new Texture(darkGround ? 0.15 + 0.2 * uniform() : 0.65 + 0.2 * uniform(), 9, random);
        textures = new Texture[outlines.size()];
        for (int part = 0; part < textures.length; part++) {
            // Neighbouring parts differ in lightness, and every part from the ground.
            double step = part % 2 == 0 ? 0.4 : 0.58;
            double lightness = darkGround ? 0.15 + step + 0.12 * uniform() : 0.88 - step - 0.12 * uniform();
            textures[part] = new Texture(lightness, 5, random);
        }
        drawObject();
        composeOverGround();
    }

    private float uniform() {
        return (float) random.nextDouble();
    }

    // Fills the part map, the colours of parts (weighted by what they cover) and the distance to the object.
    private void drawObject() {
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                drawPixel(row, column);
            }
        }
    }

    private void drawPixel(int row, int column) {
        float right = (column + 0.5f - centreX) / scale;
        float down = (row + 0.5f - centreY) / scale;
        float x = mirror * (cosine * right + sine * down);
        float y = cosine * down - sine * right;
        int pixel = row * SIDE + column;
        silhouette[pixel] = OUTSIDE;
        if (x * x + y * y > 2.2f) {
            return;
        }
        for (int part = 0; part < textures.length; part++) {
            float pixels = outlines.get(part).distance(x, y) * scale;
            silhouette[pixel] = Math.min(silhouette[pixel], pixels);
            float cover = Math.min(Math.max(0.5f - pixels, 0), 1);
            if (cover == 0) {
                continue;
            }
            if (cover >= 0.5f) {
                parts[pixel] = (byte) (part + 1);
            }
            layOver(pixel, textures[part], cover, rim(pixels));
        }
    }

    // Darker towards the edge, so that parts look like bodies.
    private static float rim(float pixels) {
        float depth = Math.min(Math.max(-pixels / RIM_PIXELS, 0), 1);
        return 0.7f + 0.3f * depth;
    }

    private void layOver(int pixel, Texture texture, float cover, float light) {
        float mix = texture.mix(pixel % SIDE, pixel / SIDE);
        for (int channel = 0; channel < 3; channel++) {
            int at = 3 * pixel + channel;
            colours[at] += cover * (texture.channel(channel, mix) * light - colours[at]);
        }
    }

    private void composeOverGround() {
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            float mix = background.mix(pixel % SIDE, pixel / SIDE);
            float covered = Math.min(Math.max(0.5f - silhouette[pixel], 0), 1);
            float light = 1 - SHADOW * shadow(pixel);
            float grain = NOISE * (2 * uniform() - 1);
            for (int channel = 0; channel < 3; channel++) {
                float ground = background.channel(channel, mix) * light;
                float value = colours[3 * pixel + channel] + (1 - covered) * ground + grain;
                rgb[3 * pixel + channel] = (byte) Math.round(255 * Math.min(Math.max(value, 0), 1));
            }
        }
    }

    // The object's shadow falls to the lower right.
    private float shadow(int pixel) {
        int row = pixel / SIDE - SHADOW_SHIFT;
        int column = pixel % SIDE - SHADOW_SHIFT;
        if (row < 0 || column < 0) {
            return 0;
        }
        return Math.min(Math.max(1 - silhouette[row * SIDE + column] / SHADOW_SHIFT, 0), 1);
    }

    /** The pixels. */
    RawImage image() {
        return new RawImage(SIDE, SIDE, rgb);
    }

    /** The part that each pixel shows, row by row: 0 the background, 1 to 4 the object's parts from back to front. */
    byte[] parts() {
        return parts;
    }
}
