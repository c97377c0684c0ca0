package org.masque.ops.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.masque.config.MapKind;
import org.masque.config.PartKind;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.ops.ExitCode;
import org.masque.ops.RecipeChoice;
import org.masque.ops.UsageException;
import org.masque.ops.run.TrainedNetwork;
import org.masque.ops.score.ScoreRequest;
import org.masque.ops.score.ScoreSession;
import org.masque.ops.score.ScoreTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code masque masks score}: whether maps follow the objects of images whose pixels are known. */
@Command(
        name = "score",
        description = "Says how well the maps and parts of networks follow objects, where it is known which"
                + " pixels are object: beside maps of chance, a map that knows only the centre, and parts whose labels"
                + " are shuffled, with 95%% confidence intervals.",
        footer = {
            "",
            "Without --masks the recipe's generated scenes (data.kind = shapes) are used, whose parts are known.",
            "The pictures show the images with the best, typical and worst maps and parts of each network."
        })
public final class MasksScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "FROM", description = NetworkArguments.FROM + " Several are compared.")
    private List<Path> from = new ArrayList<>();

    @Mixin
    private NetworkOptions options;

    @Option(
            names = "--masks",
            paramLabel = "FILE",
            description = "A .zip with images/CLASS/NAME.jpg, trimaps/CLASS/NAME.png (1 object, 2 background, 3 not"
                    + " counted) and, for head boxes, annotations.csv; as the Oxford-IIIT Pet set.")
    private @Nullable Path masks;

    @Option(
            names = "--untrained",
            paramLabel = "SEED",
            description = "Also scores the untrained network, drawn from this seed.")
    private @Nullable Long untrained;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many images, chosen by --seed and spread over the classes (default: all).")
    private int images;

    @Option(
            names = "--shifts",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4",
            description = "Distances in pixels of a view, by which images are moved to see whether maps stay on what"
                    + " they show (default: ${DEFAULT-VALUE}).")
    private List<Integer> shifts;

    @Option(
            names = "--maps",
            paramLabel = "KIND",
            split = ",",
            defaultValue = "attention",
            converter = RecipeChoice.Maps.class,
            completionCandidates = RecipeChoice.Maps.class,
            description = "Which maps of each network, made as the recipe's masking section says: several of"
                    + " ${COMPLETION-CANDIDATES}, with commas (default: ${DEFAULT-VALUE}).")
    private List<MapKind> maps = new ArrayList<>();

    @Option(
            names = "--parts",
            paramLabel = "WHO",
            split = ",",
            converter = RecipeChoice.Parts.class,
            completionCandidates = RecipeChoice.Parts.class,
            description =
                    "Scores parts too, found by ${COMPLETION-CANDIDATES}; several with commas. learned needs a run"
                            + " that learned them. set-clusters learns from the scored images, unless the run has learned it.")
    private List<PartKind> parts = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of the choice of images, confidence intervals and chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Writes a picture for each network and way to find parts there: masks-score-N.png.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requireSensible();
        try (Kernels kernels = KernelsProvider.open("auto");
                ScoreSession session = new ScoreSession(request(), kernels)) {
            score(session);
            print(session);
        }
        return ExitCode.OK.number();
    }

    private ScoreRequest request() {
        return new ScoreRequest(
                from.size(),
                untrained == null ? 0 : 1,
                masks,
                images,
                List.copyOf(shifts),
                seed,
                List.copyOf(maps),
                List.copyOf(parts),
                out);
    }

    private void requireSensible() {
        if (from.isEmpty() && untrained == null) {
            throw new UsageException("nothing to score: name a network, or give --untrained SEED with --recipe");
        }
        BenchArguments.atLeast(0, "--images", images);
        shifts.forEach(shift -> BenchArguments.atLeast(1, "--shifts", shift));
    }

    private void score(ScoreSession session) throws IOException {
        Recipe recipe = options.given();
        for (Path each : from) {
            try (TrainedNetwork network = options.load(each)) {
                recipe = options.recipe(network);
                session.trained(each.toString(), network, recipe);
            }
        }
        if (untrained != null) {
            if (recipe == null) {
                throw new UsageException("--untrained without a network to take the sizes of: give --recipe");
            }
            session.untrained(untrained, recipe);
        }
        session.yardsticks();
    }

    private void print(ScoreSession session) throws IOException {
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(
                json
                        ? new ObjectMapper().writeValueAsString(session.toMap())
                        : new ScoreTable(session.reports()).text());
        session.pictures().forEach(file -> {
            if (!json) {
                printer.println("wrote " + file);
            }
        });
        printer.flush();
    }
}
