package org.masque.config;

/** Which tokens the encoder sees. */
public enum EncoderKind {
    /** Visible tokens only; a decoder predicts the masked ones (MAE). */
    VISIBLE,
    /** Visible tokens and, in the place of each masked one, a mask token; a linear head predicts (SimMIM). */
    ALL
}
