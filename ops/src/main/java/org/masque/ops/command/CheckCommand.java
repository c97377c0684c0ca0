package org.masque.ops.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.masque.actors.run.RecipeParts;
import org.masque.config.EffectiveRecipe;
import org.masque.config.LoadedRecipe;
import org.masque.config.Recipe;
import org.masque.config.RunLength;
import org.masque.masking.MaskSchedule;
import org.masque.masking.StateCounts;
import org.masque.model.vit.BlockCost;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ParameterLayout;
import org.masque.ops.ExitCode;
import org.masque.ops.run.MemoryNeed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque check}: says whether a recipe is right, and what it means. */
@Command(
        name = "check",
        description = "Checks a recipe and prints it with every default filled in.",
        footer = {"", "Ends with 0, or with 78 and all that is wrong."})
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecipeArguments arguments;

    @Override
    public Integer call() {
        LoadedRecipe loaded = arguments.read();
        Recipe recipe = loaded.toTrain();
        PrintWriter out = spec.commandLine().getOut();
        loaded.remarks().forEach(remark -> out.println("# " + remark));
        RunLength.notes(recipe, RunLength.stepsPerEpoch(recipe)).forEach(note -> out.println("# note: " + note));
        out.println("# " + meaning(recipe));
        out.println("# " + cost(recipe));
        out.println("# " + MemoryNeed.of(recipe).text());
        out.print(EffectiveRecipe.render(recipe));
        out.println("# What a key means: masque explain KEY");
        out.flush();
        return ExitCode.OK.number();
    }

    private static String meaning(Recipe recipe) {
        ModelShape shape = RecipeParts.shape(recipe);
        MaskSchedule masks = RecipeParts.masks(recipe);
        return new ParameterLayout(shape).trained() + " weights; of " + shape.patches() + " patches, at first "
                + text(masks.strategy(0).counts(shape.patches())) + "; in the last epoch "
                + text(masks.strategy(masks.epochs() - 1).counts(shape.patches()));
    }

    private static String cost(Recipe recipe) {
        ModelShape shape = RecipeParts.shape(recipe);
        MaskSchedule masks = RecipeParts.masks(recipe);
        return "an image forwards through all blocks, in multiply-accumulates: at first "
                + text(BlockCost.of(shape, masks.strategy(0).counts(shape.patches()))) + "; in the last epoch "
                + text(BlockCost.of(shape, masks.strategy(masks.epochs() - 1).counts(shape.patches()))) + "; its map "
                + billions(BlockCost.ofMap(shape).total());
    }

    private static String text(BlockCost cost) {
        String encoder = "encoder " + billions(cost.encoder());
        return cost.decoder() == 0
                ? encoder
                : billions(cost.total()) + " (" + encoder + ", decoder " + billions(cost.decoder()) + ")";
    }

    private static String billions(long cost) {
        return String.format(Locale.ROOT, "%.3g G", cost / 1e9);
    }

    private static String text(StateCounts counts) {
        return counts.visible() + " visible, " + counts.masked() + " masked, " + counts.thrown() + " thrown";
    }
}
