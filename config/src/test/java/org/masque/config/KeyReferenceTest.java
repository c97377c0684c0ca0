package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of keys, and that all of them say something. */
class KeyReferenceTest {
    static List<Key> keys() {
        return Schema.RECIPE.keys();
    }

    static Stream<Enum<?>> choices() {
        return Stream.concat(
                        keys().stream().map(key -> key.type() == List.class ? key.elementType() : key.type()),
                        Stream.of(Impact.class))
                .filter(Class::isEnum)
                .distinct()
                .flatMap(type -> Arrays.stream(type.getEnumConstants()).map(each -> (Enum<?>) each));
    }

    @Test
    void thePageOfAllKeysIsUpToDate() throws IOException {
        assertThat(Path.of("../docs/keys.md"))
                .as("renew it: " + KeyReference.PAGE_COMMAND)
                .content()
                .isEqualTo(KeyReference.page());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void everyKeyHasAMeaningOfWholeSentencesAndANumberAUnit(Key key) {
        assertThat(key.component().getAnnotation(Meaning.class))
                .as("@Meaning of " + key.name())
                .isNotNull();
        assertThat(key.meaning()).matches("[A-Z].{10,}\\.");
        boolean number = key.type().isPrimitive() && key.type() != boolean.class;
        boolean numbers = key.type().isRecord()
                || (key.type() == List.class && !key.elementType().isEnum());
        assertThat(!key.unit().isEmpty()).as("unit of " + key.name()).isEqualTo(number || numbers);
    }

    @ParameterizedTest
    @MethodSource("choices")
    void everyChoiceHasAMeaning(Enum<?> choice) {
        assertThat(KeyReference.meaning(choice)).matches("[\\s\\S]{5,}\\.");
    }

    @Test
    void everySectionHasAMeaning() {
        assertThat(Schema.RECIPE.sectionMeanings())
                .containsKeys("run", "masking.teacher", "http")
                .allSatisfy((section, meaning) -> assertThat(meaning).endsWith("."));
    }

    /** Reads each condition, so that one on a key or choice that there is not fails here. */
    @ParameterizedTest
    @MethodSource("keys")
    void everyConditionIsOnAKeyThatThereIs(Key key) {
        assertThat(key.conditions())
                .allSatisfy(condition -> assertThat(condition.values()).isNotEmpty());
    }

    /** What a strategy needs is said once, by the strategy: keys of maps are for those that need a map. */
    @Test
    void keysOfMapsAreForTheStrategiesThatNeedAMap() {
        List<Object> needMaps = Arrays.stream(MaskingKind.values())
                .filter(kind -> kind.needs() == MaskingKind.Needs.MAP)
                .map(kind -> (Object) kind)
                .toList();
        List<Condition> onStrategies = keys().stream()
                .filter(key ->
                        key.name().matches("masking\\.(map|mapFrom|startEpoch|refresh.*|maxAge|famt.*|teacher.*)"))
                .map(key -> key.conditions().get(0))
                .toList();
        assertThat(onStrategies)
                .hasSize(10)
                .allSatisfy(condition -> assertThat(condition.values()).isEqualTo(needMaps));
    }

    @Test
    void aKeyIsExplainedWithEverythingThereIsToSay() {
        assertThat(KeyReference.explain("masking.startEpoch"))
                .startsWith("masking.startEpoch\n  First epoch, counted from 0, whose masks are chosen by maps.")
                .contains(
                        "    Unit          epochs\n",
                        "    Default       40\n",
                        "    Range         a whole number at least 0\n",
                        "    Methods       amt, amt-simmim, attmask, famt, hpm (masking.strategy =\n",
                        "    A change      Refused, unless --allow-changes is given:");
        assertThat(KeyReference.explain("run.epochs"))
                .contains(
                        "Default       none: the key is required", "Methods       all\n", "Taken over with a warning");
        assertThat(KeyReference.explain("masking.strategy"))
                .contains("    attmask       By rank in the map", "    Default       random\n");
        assertThat(KeyReference.explain("optimizer.multistepEpochs"))
                .contains("Only with     optimizer.schedule = multistep\n");
        assertThat(KeyReference.explain("model.decoder.depth"))
                .contains("Methods       amt, mae, ")
                .doesNotContain("simmim");
    }

    @ParameterizedTest
    @CsvSource({
        "masking.grid, masking.grid.side",
        "optimizer.beta, optimizer.beta2",
        "startEpoch, masking.startEpoch",
        "startepoch, masking.startEpoch",
        "masking, masking.teacher.epochs",
    })
    void aSectionABeginningAndALastPartAreUnderstood(String name, String key) {
        assertThat(KeyReference.explain(name)).contains(key + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "startEpohc, masking.startEpoch",
        "maskign.ratio, masking.ratio",
        "lr, optimizer.learningRate",
        "evaluation.neighbors, evaluation.neighbours",
    })
    void aTypoGetsTheNearestKey(String typo, String nearest) {
        assertThatThrownBy(() -> KeyReference.explain(typo)).hasMessageEndingWith(": did you mean " + nearest + "?");
    }

    @Test
    void noLineIsLongerThanATerminalIsWide() {
        assertThat(keys())
                .allSatisfy(key ->
                        assertThat(KeyReference.explain(key.name()).lines()).allMatch(line -> line.length() <= 80));
    }

    @Test
    void thePageHasASectionForEveryKey() throws IOException {
        String page = Files.readString(Path.of("../docs/keys.md"));
        for (Key key : keys()) {
            assertThat(page).contains("\n### `" + key.name() + "`\n");
        }
    }
}
