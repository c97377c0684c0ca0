package org.masque.config;

/** How a token knows its place. */
public enum PositionKind {
    @Meaning(
            "A vector for each place is added to the token. It is made of sines and cosines where the encoder sees visible tokens,"
                    + " and learned where it sees all.")
    ABSOLUTE,
    @Meaning(
            "A learned bias for each distance between two tokens, shared by all blocks. Needs an encoder of all tokens.")
    RELATIVE
}
