package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.kernels.Kernels;

/** A kind of map: makes those of images from a snapshot of the weights. A new kind is one class and one of these. */
@FunctionalInterface
public interface MapProvider {
    /** Ready to make maps over weights and kernels, both borrowed; the caller closes what it gets. */
    @MustBeClosed
    PatchMaps over(Weights weights, Kernels kernels);
}
