package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Holds README and docs/ to their size, to their links and to the commands that there are. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path README = ROOT.resolve("README.md");
    private static final Path COMMANDS = ROOT.resolve("docs/commands.md");
    // A newcomer reads it to the end.
    private static final int MOST_BYTES = 8_000;

    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?<to>[^)\\s]+)\\)|src=\"(?<from>[^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("^#+ (?<text>.+)$", Pattern.MULTILINE);
    private static final Pattern OPTION = Pattern.compile("(?<![-\\w])--[a-z][-a-z]*");
    private static final Pattern OF_ELSEWHERE = Pattern.compile("[a-z]+:.*");

    @Test
    void theReadmeIsShortAndHasTheTestCommand() throws IOException {
        assertThat(Files.size(README)).isLessThanOrEqualTo(MOST_BYTES);
        assertThat(README).content().contains("\n    mvn -B -ntp verify\n");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkPointsToSomethingThatIsThere(Path page) throws IOException {
        assertThat(links(page)).allSatisfy(link -> {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page : target(page, parts[0]);
            assertThat(target).exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).as(link).contains(parts[1]);
            }
        });
    }

    @Test
    void everyPageCanBeFoundFromAnotherOne() throws IOException {
        Set<Path> found = new TreeSet<>(Set.of(README));
        for (Path page : pages()) {
            for (String link : links(page)) {
                Path target = target(page, link.replaceFirst("#.*", ""));
                if (!target.equals(page)) {
                    found.add(target);
                }
            }
        }

        assertThat(found).containsAll(pages());
    }

    @Test
    void thePageOfCommandsNamesEveryCommandAndNoOptionThatIsNotThere() throws IOException {
        List<CommandLine> commands = commandsBelow(Masque.commandLine());
        Set<String> options = commands.stream()
                .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
                .collect(Collectors.toSet());
        String text = Files.readString(COMMANDS);

        assertThat(commands).allSatisfy(command -> assertThat(text).containsPattern("`" + nameOf(command) + "[ `]"));
        assertThat(OPTION.matcher(text).results().map(MatchResult::group)).isSubsetOf(options);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(README, ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    private static List<String> links(Path page) throws IOException {
        String text = FENCED.matcher(Files.readString(page)).replaceAll("");
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1) != null ? link.group(1) : link.group(2))
                .filter(link -> !OF_ELSEWHERE.matcher(link).matches())
                .toList();
    }

    private static Path target(Path page, String link) {
        return page.resolveSibling(link).normalize();
    }

    // As GitHub makes them of headings.
    private static List<String> anchors(Path page) throws IOException {
        String text = FENCED.matcher(Files.readString(page)).replaceAll("");
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    // Those that do something: not the root, nor a name that only stands before others.
    private static List<CommandLine> commandsBelow(CommandLine command) {
        Collection<CommandLine> below = command.getSubcommands().values();
        List<CommandLine> all = new ArrayList<>();
        for (CommandLine one : below) {
            List<CommandLine> deeper = commandsBelow(one);
            if (deeper.isEmpty() || !one.getCommandSpec().positionalParameters().isEmpty()) {
                all.add(one);
            }
            all.addAll(deeper);
        }
        return all;
    }

    private static String nameOf(CommandLine command) {
        return command.getCommandSpec().qualifiedName().replaceFirst("^masque ", "");
    }
}
