package org.masque.config;

/** Which tokens the encoder sees. */
public enum EncoderKind {
    @Meaning("Visible tokens only. A decoder predicts the masked ones (MAE).")
    VISIBLE,
    @Meaning("Visible tokens and, in the place of each masked one, a mask token. A linear head predicts (SimMIM).")
    ALL
}
