package org.masque.model.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is said where a file cannot be written. */
class NamedWriteTest {
    // A device that is always full, on Linux.
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    static boolean isThere() {
        return Files.isWritable(FULL);
    }

    @Test
    @EnabledIf("isThere")
    void aFullDiskIsToldWithTheFileAndItsBytes() {
        assertThatThrownBy(() -> NamedWrite.to(FULL, 4, () -> Files.write(FULL, new byte[4])))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write /dev/full with 4 bytes: No space left on device");
    }

    @Test
    void whatNamesItsFileAlreadyStaysAsItIs() {
        Path nowhere = folder.resolve("absent/file");
        assertThatThrownBy(() -> NamedWrite.to(nowhere, 4, () -> Files.write(nowhere, new byte[4])))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(nowhere.toString());
    }
}
