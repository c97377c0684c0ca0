package org.masque.model.interop;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.masque.model.interop.WeightsFile.Part;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.Weights;

/**
 * Fills a network that was just initialised from a file that holds all of it, or its encoder alone.
 *
 * <p>Position tables are pure functions of the grid. One for another grid, as in a file trained at another image size,
 * is left aside, and the network keeps its own; one that is missing is not missed.
 *
 * @param part what the file gave
 * @param leftAside names in the file that the network has no use for, for instance a classifier's
 */
public record StartingWeights(Part part, List<String> leftAside) {
    /**
     * Reads what the file holds.
     *
     * @param weights initialised; what the file does not hold stays as it is
     * @throws SafetensorsException if a number is not finite, a tensor of the encoder is missing, the decoder is there
     *     in part, or a shape is another; the weights may be half filled then
     */
    public static StartingWeights read(SafetensorsFile file, Weights weights) throws IOException {
        file.requireFinite();
        Part part = holdsDecoder(file, weights) ? Part.ENCODER_AND_DECODER : Part.ENCODER;
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            if (WeightsFile.belongs(slice.name(), part)) {
                WeightsFile.read(file, slice.name(), weights.parameter(slice.name()));
            }
        }
        for (Map.Entry<String, Tensor> table : weights.positionTables().entrySet()) {
            if (isForTheSameGrid(file, table)) {
                WeightsFile.read(file, table.getKey(), table.getValue());
            }
        }
        return new StartingWeights(part, leftAside(file, weights));
    }

    private static boolean holdsDecoder(SafetensorsFile file, Weights weights) {
        return weights.layout().slices().stream()
                .anyMatch(slice -> !WeightsFile.belongs(slice.name(), Part.ENCODER)
                        && file.names().contains(slice.name()));
    }

    private static boolean isForTheSameGrid(SafetensorsFile file, Map.Entry<String, Tensor> table) throws IOException {
        return file.names().contains(table.getKey())
                && Arrays.equals(file.shape(table.getKey()), table.getValue().shape());
    }

    private static List<String> leftAside(SafetensorsFile file, Weights weights) {
        Map<String, Tensor> tables = weights.positionTables();
        return file.names().stream()
                .filter(name -> !weights.layout().has(name) && !tables.containsKey(name))
                .sorted()
                .toList();
    }
}
