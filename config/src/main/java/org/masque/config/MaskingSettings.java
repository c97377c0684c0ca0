package org.masque.config;

/** What is masked: section {@code masking}. */
@Meaning("What is masked. Of N cells, random masking leaves int(N (1 - ratio)) visible and masks the rest; "
        + "masking by attention masks int(N masked), throws int(N (masked + thrown)) less those, and leaves the "
        + "rest visible. Where the encoder sees all tokens, shares are rounded up instead.")
@Affects(Impact.TRAJECTORY)
public record MaskingSettings(
        @Default("random") @Meaning("How the states of the patches are chosen.")
        MaskingKind strategy,

        @Default("0.75")
        @Within("(0, 1)")
        @Meaning(
                value = "Share of the patches that are masked. Strategies by map mask this share at random before "
                        + "masking.startEpoch; attention and attmask have keys of their own for the share after that.",
                unit = "share")
        @OnlyIf(
                key = "masking.strategy",
                is = {"random", "attention", "attmask", "hpm", "block", "parts"})
        double ratio,

        @Default("0.45")
        @Within("(0, 1)")
        @Meaning(value = "Share of the patches that masking by attention masks.", unit = "share")
        @OnlyIf(key = "masking.strategy", is = "attention")
        double masked,

        @Default("0.40")
        @Within("[0, 1)")
        @Meaning(
                value =
                        "Share of the patches that masking by attention throws away: they are neither seen nor predicted. "
                                + "With masking.masked it is below 1.",
                unit = "share")
        @OnlyIf(key = "masking.strategy", is = "attention")
        double thrown,

        @Default("1")
        @Within("[1, inf)")
        @Meaning(
                value = "Side of a cell. All patches of a cell share its state. It divides the rows and the columns of "
                        + "patches.",
                unit = "patches")
        @OnlyIf(
                key = "masking.strategy",
                is = {"random", "attention", "attmask", "hpm", "block", "grid"})
        int cellSize,

        @Default("attention")
        @Meaning("What the map of an image, a weight for each patch, is made of.")
        @OnlyIf(
                key = "masking.strategy",
                is = {"attention", "attmask", "hpm"})
        MapKind map,

        @Default("student")
        @Meaning("Whose weights maps are made with.")
        @OnlyIf(
                key = "masking.strategy",
                is = {"attention", "attmask", "hpm"})
        MapSourceKind mapFrom,

        @Default("40")
        @Within("[0, inf)")
        @Meaning(
                value =
                        "First epoch, counted from 0, whose masks are chosen by maps. Before it masks are random. It must "
                                + "come before run.epochs.",
                unit = "epochs")
        @OnlyIf(
                key = "masking.strategy",
                is = {"attention", "attmask", "hpm"})
        @OfRunEpochs(OfRunEpochs.Use.MOMENT)
        int startEpoch,

        @Default("40")
        @Within("[1, 1000000]")
        @Meaning(value = "Epochs from one computation of all maps to the next.", unit = "epochs")
        @OnlyIf(
                key = "masking.strategy",
                is = {"attention", "attmask", "hpm"})
        @OfRunEpochs(OfRunEpochs.Use.LENGTH)
        int refreshInterval,

        @Default("concurrent")
        @Meaning("Whether training waits while maps are made.")
        @OnlyIf(
                key = "masking.strategy",
                is = {"attention", "attmask", "hpm"})
        RefreshKind refresh,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value = "Age of a map above which training waits for newer ones. 0: twice masking.refreshInterval.",
                unit = "epochs")
        @OnlyIf(
                key = "masking.strategy",
                is = {"attention", "attmask", "hpm"})
        @OnlyIf(key = "masking.refresh", is = "concurrent")
        @OfRunEpochs(OfRunEpochs.Use.LENGTH)
        int maxAge,

        AttMaskSettings attmask,
        HpmSettings hpm,
        BlockSettings block,
        GridSettings grid,
        FamtSettings famt,
        FeatureMapSettings features,
        TeacherSettings teacher) {
    public MaskingSettings {
        Checks.require(
                MaskingSettings.class,
                strategy,
                ratio,
                masked,
                thrown,
                cellSize,
                map,
                mapFrom,
                startEpoch,
                refreshInterval,
                refresh,
                maxAge,
                attmask,
                hpm,
                block,
                grid,
                famt,
                features,
                teacher);
    }

    /** Whether a moving average of the weights is kept, for maps. */
    public boolean hasTeacher() {
        return strategy.needs() == MaskingKind.Needs.MAP && mapFrom == MapSourceKind.TEACHER;
    }

    /** The oldest a map may be, in epochs: {@code maxAge}, or what its 0 stands for. */
    public int oldestMap() {
        return maxAge == 0 ? Math.multiplyExact(2, refreshInterval) : maxAge;
    }
}
