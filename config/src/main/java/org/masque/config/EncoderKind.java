package org.masque.config;

/** Which tokens the encoder sees. */
public enum EncoderKind {
    /** Visible tokens only (MAE). */
    VISIBLE
}
