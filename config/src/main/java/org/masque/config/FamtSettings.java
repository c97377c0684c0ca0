package org.masque.config;

/** FAMT's map: section {@code masking.famt}. */
@Meaning("FAMT's map.")
@OnlyIf(
        key = "masking.strategy",
        is = {"attention", "attmask", "hpm"})
@OnlyIf(key = "masking.map", is = "famt")
@Affects(Impact.TRAJECTORY)
public record FamtSettings(
        @Default("false") @Meaning("Whether a patch also weighs by what a high-pass along the tokens leaves of it.")
        boolean frequency) {}
