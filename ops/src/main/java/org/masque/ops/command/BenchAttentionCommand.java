package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.bench.Benchmarks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque bench attention}: attention maps of whole images. */
@Command(name = "attention", description = "Times the attention maps of whole images, as a refresh makes them.")
public final class BenchAttentionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchArguments arguments;

    @Override
    public Integer call() throws IOException {
        arguments.print(
                Benchmarks.attention(arguments.subject(), arguments.load()),
                spec.commandLine().getOut());
        return ExitCode.OK.number();
    }
}
