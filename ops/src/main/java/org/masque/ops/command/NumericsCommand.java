package org.masque.ops.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.masque.config.KernelKind;
import org.masque.model.kernels.Kernels;
import org.masque.model.numerics.Deviation;
import org.masque.model.numerics.GoldenComparison;
import org.masque.ops.run.AvailableKernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque numerics}: compares every quantity with a file of reference numbers. */
@Command(
        name = "numerics",
        description = "Compares losses, predictions, gradients, updates and maps with a file of reference numbers.",
        footer = {
            "",
            "An error is the largest absolute difference divided by the largest magnitude of the expected tensor.",
            "Ends with 0, or with 1 if any error is beyond the tolerance."
        })
public final class NumericsCommand implements Callable<Integer> {
    private static final int TOO_FAR = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A file of reference numbers (safetensors).")
    private Path file;

    @Option(
            names = "--kernels",
            split = ",",
            paramLabel = "SET",
            defaultValue = "simd,nd4j",
            description = "Which kernels to compare (default: ${DEFAULT-VALUE}).")
    private List<KernelKind> sets;

    @Option(names = "--all", description = "Print every quantity, not only the worst of each group.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        boolean good = true;
        for (KernelKind set : sets) {
            try (Kernels kernels = AvailableKernels.open(set)) {
                List<Deviation> deviations = GoldenComparison.compare(file, kernels);
                print(kernels.name(), all ? deviations : worstOfEachGroup(deviations), deviations.size());
                good &= deviations.stream().allMatch(Deviation::within);
            }
        }
        spec.commandLine()
                .getOut()
                .println(good ? "All within tolerance." : "BEYOND TOLERANCE: the lines marked above.");
        return good ? 0 : TOO_FAR;
    }

    // "mae/norm_pix/grad/blocks.0..." belongs to the group "mae/norm_pix/grad".
    private static List<Deviation> worstOfEachGroup(List<Deviation> deviations) {
        Map<String, Deviation> worst = new LinkedHashMap<>();
        for (Deviation each : deviations) {
            String name = each.quantity();
            boolean many = name.contains("/grad/") || name.startsWith("adamw/after3/");
            String group = many ? name.substring(0, name.lastIndexOf('/')) + "/*" + note(name) : name;
            worst.merge(group, new Deviation(group, each.error(), each.tolerance()), NumericsCommand::worse);
        }
        return new ArrayList<>(worst.values());
    }

    // "adamw/after3/cls_token (gradient cancels)" has a tolerance of its own, so it is a group of its own.
    private static String note(String quantity) {
        int at = quantity.indexOf(" (");
        return at < 0 ? "" : quantity.substring(at);
    }

    private static Deviation worse(Deviation one, Deviation other) {
        return one.within(other.error()) ? other : one;
    }

    private void print(String kernels, List<Deviation> deviations, int quantities) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s, %d quantities%n", kernels, quantities);
        for (Deviation each : deviations) {
            String mark = each.within() ? "" : String.format(Locale.ROOT, "   <-- beyond %.0e", each.tolerance());
            out.printf(Locale.ROOT, "  %-44s %9.2e%s%n", each.quantity(), each.error(), mark);
        }
        out.println();
        out.flush();
    }
}
