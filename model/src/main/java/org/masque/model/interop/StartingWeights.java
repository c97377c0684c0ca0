package org.masque.model.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.SimMimParameters;
import org.masque.model.vit.Weights;

/**
 * Fills a network that was just initialised from a file that holds all of it, or its encoder alone.
 *
 * <p>Position tables for another grid are interpolated. Fixed ones that are missing stay sines and cosines.
 *
 * @param part what the file gave
 * @param leftAside names in the file that the network has no use for, for instance a classifier's
 * @param notes all that was renamed, interpolated, replaced, drawn or left aside, for a person
 */
public record StartingWeights(Part part, List<String> leftAside, List<String> notes) {
    private static final int NAMES_SHOWN = 6;

    /**
     * Reads what the file holds.
     *
     * @param file opened with {@link SafetensorsFile#openWeights}
     * @param weights initialised; what the file does not hold stays as it is
     * @throws SafetensorsException if a number is not finite, a tensor of the encoder is missing, the decoder is there
     *     in part, or a shape is another; the weights may be half filled then
     */
    public static StartingWeights read(SafetensorsFile file, Weights weights) throws IOException {
        file.requireFinite();
        Part part = holdsDecoder(file, weights) ? Part.ENCODER_AND_DECODER : Part.ENCODER;
        Set<String> used = weights.layout().slices().stream()
                .map(ParameterLayout.Slice::name)
                .filter(name -> WeightsFile.belongs(name, part))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        requireAll(file, used);
        PositionTables tables = new PositionTables(file, weights.shape());
        for (String name : used) {
            read(file, name, weights.parameter(name), tables);
        }
        for (Map.Entry<String, Tensor> table : weights.positionTables().entrySet()) {
            if (WeightsFile.belongs(table.getKey(), part)) {
                used.add(table.getKey());
                tables.readFixed(table.getKey(), table.getValue());
            }
        }
        used.add(SimMimParameters.BIAS_INDEX);
        List<String> leftAside = leftAside(file, used);
        return new StartingWeights(part, leftAside, notes(file, part, tables, leftAside));
    }

    // A mask token alone is no decoder: other methods have one in the encoder.
    private static boolean holdsDecoder(SafetensorsFile file, Weights weights) {
        return weights.layout().slices().stream()
                .anyMatch(slice ->
                        slice.name().startsWith("decoder") && file.names().contains(slice.name()));
    }

    private static void requireAll(SafetensorsFile file, Set<String> used) throws SafetensorsException {
        for (String name : used) {
            if (!file.names().contains(name)) {
                throw new SafetensorsException(file.path(), name, "is missing" + file.nearest(name, used));
            }
        }
    }

    private static void read(SafetensorsFile file, String name, Tensor into, PositionTables tables) throws IOException {
        if (PositionTables.has(name)) {
            tables.read(name, into);
        } else {
            WeightsFile.read(file, name, into);
        }
    }

    private static List<String> leftAside(SafetensorsFile file, Set<String> used) {
        return Stream.concat(file.names().stream().filter(name -> !used.contains(name)), file.leftAside().stream())
                .sorted()
                .toList();
    }

    private static List<String> notes(SafetensorsFile file, Part part, PositionTables tables, List<String> leftAside) {
        List<String> notes = new ArrayList<>(file.notes());
        notes.addAll(tables.notes());
        if (part == Part.ENCODER) {
            notes.add("holds an encoder alone: the decoder is drawn from the seed, and predicts nothing yet");
        }
        if (!leftAside.isEmpty()) {
            String names = leftAside.stream()
                    .limit(NAMES_SHOWN)
                    .map(SafetensorsException::quoted)
                    .collect(Collectors.joining(", "));
            int more = leftAside.size() - NAMES_SHOWN;
            notes.add("also holds " + names + (more > 0 ? " and " + more + " more" : "")
                    + ", for which this network has no use: left aside");
        }
        return List.copyOf(notes);
    }
}
