package org.masque.actors.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.masque.actors.OwnedMessage;
import org.masque.model.tensor.TensorRef;

/** The list of classes that may cross the network, held against a copy of what it was. */
class WireClassesTest {
    private final WireClasses classes = WireClasses.load();

    /** To change a line of the golden copy is to stop understanding nodes of the version before. */
    @Test
    void everyClassHasTheNumberManifestAndFieldsThatItAlwaysHad() throws IOException {
        assertThat(classes.all().stream().map(WireClassesTest::described)).containsAll(lines("wire-classes.golden"));
    }

    @Test
    void everyClassIsInTheGoldenCopy() throws IOException {
        assertThat(lines("wire-classes.golden"))
                .as("add the lines that are missing to wire-classes.golden")
                .containsAll(
                        classes.all().stream().map(WireClassesTest::described).toList());
    }

    private static String described(WireClass known) {
        String fields = known.type().isEnum()
                ? Stream.of(known.type().getEnumConstants())
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "))
                : Stream.of(known.type().getRecordComponents())
                        .map(component ->
                                component.getGenericType().getTypeName().replaceAll("[a-z]+\\.", "") + " "
                                        + component.getName())
                        .collect(Collectors.joining(", "));
        return known.id() + " " + known.manifest() + " " + known.type().getName() + "(" + fields + ")";
    }

    /** Each line: a manifest and the bytes of the message that the first seed makes. */
    @Test
    void bytesThatWereWrittenLongAgoAreStillRead() throws IOException {
        WireCodec codec = new WireCodec(classes, WireLimits.USUAL);
        List<String> bytes = lines("wire-bytes.golden");

        assertThat(bytes)
                .hasSameSizeAs(
                        classes.all().stream().filter(WireClass::isMessage).toList());
        for (String line : bytes) {
            String manifest = line.substring(0, line.indexOf(' '));
            Object message = codec.decode(manifest, HexFormat.of().parseHex(line.substring(manifest.length() + 1)));
            assertThat(message).usingRecursiveComparison().isEqualTo(new RandomMessages(1).next(message.getClass()));
        }
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(WireClassesTest.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), UTF_8).lines().toList();
        }
    }

    @Test
    void allMessagesOfTheCodeAreListed() {
        List<String> messages = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.masque").stream()
                        .filter(type -> type.isAssignableTo(WireMessage.class) && !type.isInterface())
                        .map(JavaClass::getName)
                        .toList();

        assertThat(messages)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(classes.all().stream()
                        .filter(WireClass::isMessage)
                        .map(known -> known.type().getName())
                        .toList());
    }

    // --- tensors

    record Weights(TensorRef tensor) implements WireMessage {}

    record Batch(OwnedMessage owned) implements WireMessage {}

    record Batches(List<TensorRef> tensors) implements WireMessage {}

    @Test
    void tensorsNeverPass() {
        for (Class<?> type : List.of(Weights.class, Batch.class, Batches.class)) {
            WireClasses unfit = new WireClasses(List.of(new WireClass(999, "Unfit/1", type)));
            assertThatThrownBy(() -> new WireCodec(unfit, WireLimits.USUAL))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot cross the network");
        }
    }

    // --- the file itself

    @Test
    void aNumberAClassOrAManifestTwiceIsRefused() {
        WireClass tree = TestMessages.TREE;
        assertTwice(tree, new WireClass(tree.id(), "Picky/1", TestMessages.Picky.class));
        assertTwice(tree, new WireClass(950, "Other/1", tree.type()));
        assertTwice(tree, new WireClass(950, tree.manifest(), TestMessages.Picky.class));
    }

    private static void assertTwice(WireClass first, WireClass second) {
        assertThatThrownBy(() -> new WireClasses(List.of(first, second)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void aMessageNeedsAManifestAndNothingElseMayHaveOne() {
        assertThatThrownBy(() -> new WireClass(950, WireClass.NO_MESSAGE, TestMessages.Tree.class))
                .hasMessageContaining("a message has a manifest");
        assertThatThrownBy(() -> new WireClass(950, "Circle/1", TestMessages.Circle.class))
                .hasMessageContaining("nothing else has one");
    }
}
