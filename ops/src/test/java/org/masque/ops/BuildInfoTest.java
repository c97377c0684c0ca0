package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildInfoTest {
    @Test
    void theBuildFillsInItsVersion() {
        assertThat(BuildInfo.load().version()).matches("\\d+\\.\\d+.*");
        assertThat(BuildInfo.load().commit()).doesNotContain("$");
    }

    @Test
    void aBuildOutsideGitHasNoCommit() {
        assertThat(BuildInfo.of(properties("${git.commit.id.abbrev}", "${git.dirty}"))
                        .commit())
                .isEqualTo("unknown");
    }

    @Test
    void uncommittedChangesShow() {
        assertThat(BuildInfo.of(properties("abc1234", "true")).commit()).isEqualTo("abc1234-dirty");
        assertThat(BuildInfo.of(properties("abc1234", "false")).commit()).isEqualTo("abc1234");
    }

    private static Properties properties(String commit, String dirty) {
        Properties properties = new Properties();
        properties.setProperty("version", "1.0");
        properties.setProperty("commit", commit);
        properties.setProperty("dirty", dirty);
        return properties;
    }
}
