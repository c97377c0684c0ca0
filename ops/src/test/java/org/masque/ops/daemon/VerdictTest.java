package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.ops.ExitCode;
import org.masque.ops.command.TrainCommand;
import picocli.CommandLine;

class VerdictTest {
    // The JVM's own endings are 3 and 255.
    private static final List<Integer> KNOWN = Stream.concat(
                    Stream.of(3, 255), Arrays.stream(ExitCode.values()).map(ExitCode::number))
            .toList();
    private static final Pattern ROW =
            Pattern.compile("\\| (?<code>\\d+) \\|[^|]+\\|[^|]+\\| (?<daemon>[^|]+) \\|[^|]+\\|");

    @ParameterizedTest
    @CsvSource({
        "0, FINISHED", "143, STOPPED", "64, FAILED", "65, FAILED", "73, FAILED", "74, FAILED", "78, FAILED",
        "75, AGAIN", "3, AGAIN", "255, AGAIN", "134, AGAIN", "137, AGAIN", "139, AGAIN", "1, AGAIN"
    })
    void theExitCodeDecides(int code, Verdict verdict) {
        assertThat(Verdict.of(OptionalInt.of(code))).isEqualTo(verdict);
    }

    @Test
    void aProcessThatLeftNoCodeWasKilledAndGoesOn() {
        assertThat(Verdict.of(OptionalInt.empty())).isEqualTo(Verdict.AGAIN);
    }

    @Test
    void thePageOfExitCodesSaysOfEachWhatTheDaemonDoes() throws IOException {
        Map<Integer, String> told = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/exit-codes.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                told.put(Integer.parseInt(row.group("code")), row.group("daemon"));
            }
        }

        assertThat(told.keySet()).containsAll(KNOWN);
        assertThat(told)
                .allSatisfy((code, words) -> assertThat(words)
                        .isEqualTo(
                                switch (Verdict.of(OptionalInt.of(code))) {
                                    case FINISHED -> "`finished`";
                                    case STOPPED -> "`stopped`";
                                    case FAILED -> "`failed`";
                                    case AGAIN -> "restart";
                                }));
    }

    @Test
    void theHelpOfTrainNamesEveryExitCode() {
        String help = new CommandLine(new TrainCommand()).getUsageMessage();

        assertThat(KNOWN).allSatisfy(code -> assertThat(help).containsPattern("\\b" + code + "\\b"));
    }

    @Test
    void pausesDoubleUpToTheLongestAndFiveFruitlessStartsAreALoop() {
        RestartPause pause = RestartPause.USUAL;

        assertThat(pause.after(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pause.after(4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(pause.after(1000)).isEqualTo(Duration.ofMinutes(1));
        assertThat(pause.isLoop(4)).isFalse();
        assertThat(pause.isLoop(5)).isTrue();
    }
}
