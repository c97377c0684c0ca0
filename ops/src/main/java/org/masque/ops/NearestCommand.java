package org.masque.ops;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.masque.config.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says which command a mistyped one was probably meant to be; all other mistakes are told by picocli. */
final class NearestCommand implements IParameterExceptionHandler {
    private final IParameterExceptionHandler others;

    /** A handler, beside the one for all other mistakes. */
    NearestCommand(IParameterExceptionHandler others) {
        this.others = others;
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) throws Exception {
        CommandLine command = mistake.getCommandLine();
        Optional<String> meant =
                mistake instanceof UnmatchedArgumentException ? suggestion(command, arguments) : Optional.empty();
        if (meant.isEmpty()) {
            return others.handleParseException(mistake, arguments);
        }
        command.getErr().println(meant.get());
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    // The first argument behind the names of the command that is like the name of a command below it.
    private static Optional<String> suggestion(CommandLine command, String[] arguments) {
        String name = command.getCommandSpec().qualifiedName();
        List<String> parents = List.of(name.split(" ", -1));
        Set<String> below = command.getSubcommands().keySet();
        return Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("-") && !parents.contains(argument))
                .flatMap(argument -> Suggestion.nearest(argument, below).stream()
                        .map(nearest -> "masque: there is no command \"" + argument + "\"\nDid you mean: " + name + " "
                                + nearest + "?"))
                .findFirst();
    }
}
