package org.masque.config;

/** How a token knows its place. */
public enum PositionKind {
    /**
     * A vector for each place is added to the token: sines and cosines where the encoder sees visible tokens, learned
     * where it sees all.
     */
    ABSOLUTE,
    /** A learned bias for each distance between two tokens, shared by all blocks; where the encoder sees all tokens. */
    RELATIVE
}
