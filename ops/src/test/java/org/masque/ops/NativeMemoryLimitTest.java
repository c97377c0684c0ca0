package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryLimitTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 4096", "3k, 3072", "512m, 536870912", "6G, 6442450944"})
    void sizesAreReadAsTheJvmWritesThem(String value, long bytes) {
        assertThat(NativeMemoryLimit.parse(value)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2x", "-1", "1.5g", "lots"})
    void anythingElseIsWrongUsage(String value) {
        assertThatThrownBy(() -> NativeMemoryLimit.parse(value))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("-Dmasque.maxNativeBytes=" + value);
    }
}
