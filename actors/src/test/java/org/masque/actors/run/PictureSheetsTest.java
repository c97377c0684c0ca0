package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.config.Recipe;

class PictureSheetsTest {
    @TempDir
    private Path folder;

    // Four steps an epoch.
    @Test
    void aSheetOfARunCountsTheEpochsThatAreDoneAndOneOfANetworkAloneHasNone() {
        Recipe recipe = TinyRun.in(folder).recipe();
        try (RunData data = RunData.open(recipe)) {
            PictureSheets sheets = new PictureSheets(recipe, data, folder, 1);

            assertThat(sheets.withFrames().caption(16, 16).epoch()).isEqualTo(4);
            assertThat(sheets.withFrames().caption(2, 1).epoch()).isEqualTo(0.5);
            assertThat(sheets.caption(16, 16).epoch()).isNaN();
        }
    }
}
