package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records, constructed in code. */
class SettingsTest {
    static List<Key> keysWithARange() {
        return Schema.RECIPE.keys().stream()
                .filter(key -> key.component().isAnnotationPresent(Within.class)
                        || key.component().isAnnotationPresent(Matches.class))
                .toList();
    }

    static List<Key> keysWithADefault() {
        return Schema.RECIPE.keys().stream()
                .filter(key -> key.defaultText() != null)
                .toList();
    }

    /** Holds a constructor to passing its components to the checks in the right order. */
    @ParameterizedTest
    @MethodSource("keysWithARange")
    void everySectionRefusesAValueOutOfTheRangeOfThatKey(Key key) {
        Record section = sectionOf(key.name());
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> withBadValue(section, key));
        assertThat(refused).isNotNull();
        assertThat(refused.problems()).extracting(Problem::key).contains(key.name());
    }

    private static Record sectionOf(String key) {
        RecipeValues values = RecipeValues.of(RecipeLoader.load("quickstart", List.of()));
        Recipe recipe = values.toRecipe();
        String[] path = key.split("\\.", -1);
        Record section = recipe;
        for (String name : Arrays.copyOf(path, path.length - 1)) {
            section = (Record) component(section, name);
        }
        return section;
    }

    private static Object component(Record record, String name) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .map(component -> RecipeValues.componentOf(record, component))
                .findFirst()
                .orElseThrow();
    }

    private static void withBadValue(Record section, Key key) {
        List<Object> arguments = new ArrayList<>();
        for (var component : section.getClass().getRecordComponents()) {
            boolean changed = component.getName().equals(key.component().getName());
            arguments.add(changed ? badValue(key) : component(section, component.getName()));
        }
        RecipeValues.construct(section.getClass(), arguments.toArray());
    }

    private static Object badValue(Key key) {
        if (key.type() == int.class) {
            return -1;
        }
        if (key.type() == long.class) {
            return -1L;
        }
        if (key.type() == Span.class) {
            return new Span(-1, 1);
        }
        if (key.type() == Channels.class) {
            return new Channels(1, -1, 1);
        }
        if (key.type() == List.class) {
            return List.of(-1);
        }
        return key.type() == String.class ? "" : (Object) Double.NaN;
    }

    @ParameterizedTest
    @MethodSource("keysWithADefault")
    void everyDefaultIsGood(Key key) {
        RecipeValues values = new RecipeValues();
        values.put(key.name(), RecipeReader.valueOfDefault(key, String.valueOf(key.defaultText())));
        assertThat(Checks.problems(values)).isEmpty();
    }

    @Test
    void aSectionChecksTheRulesWithinIt() {
        assertThatThrownBy(() ->
                        new ModelSettings(4, 100, 2, 3, 4, PositionKind.ABSOLUTE, 0, 0, new DecoderSettings(16, 1, 2)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model.heads: 3 heads do not divide a width of 100");
        assertThatThrownBy(() -> new DecoderSettings(18, 1, 2))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model.decoder.width: 18 is not a multiple of 4");
        assertThatThrownBy(() -> new BlockSettings(0))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("masking.block.smallest: 0 is out of range");
    }

    @Test
    void theRecipeChecksTheRulesBetweenSections() {
        Recipe good = RecipeLoader.load("quickstart", List.of());
        ModelSettings patchesOf15 = new ModelSettings(
                15, 96, 4, 4, 4, PositionKind.ABSOLUTE, 0, 0, good.model().decoder());
        assertThatThrownBy(() -> new Recipe(
                        good.run(),
                        good.data(),
                        patchesOf15,
                        good.objective(),
                        good.masking(),
                        good.optimizer(),
                        good.parts(),
                        good.parallel(),
                        good.evaluation(),
                        good.checkpoint(),
                        good.recovery(),
                        good.pictures(),
                        good.telemetry(),
                        good.http()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("patches of 15 pixels do not divide a view of 32 x 32");
    }

    @Test
    void aListOfFeaturesCannotBeChangedFromOutside() {
        List<FeatureKind> features = new ArrayList<>(List.of(FeatureKind.CLASS));
        EvaluationSettings evaluation =
                new EvaluationSettings(0, true, 20, 0.07, features, 0, 0, 0, 30, 1024, 0.01, true);
        features.clear();
        assertThat(evaluation.features()).containsExactly(FeatureKind.CLASS);
    }
}
