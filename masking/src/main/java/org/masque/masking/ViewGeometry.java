package org.masque.masking;

/**
 * How a view was cut out of its image; whatever belongs to the image (map, parts) must be carried the same way.
 *
 * @param crop the box in the image
 * @param flipped whether the view is mirrored left to right after the crop
 */
public record ViewGeometry(CropBox crop, boolean flipped) {}
