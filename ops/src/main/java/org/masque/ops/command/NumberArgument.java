package org.masque.ops.command;

import org.masque.config.DecimalComma;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number on the command line; a decimal comma is named as such. A class for the reason that {@link PathArgument}
 * gives.
 */
public final class NumberArgument implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException wrong) {
            throw new TypeConversionException(DecimalComma.of(text)
                    .map(comma -> comma.message() + ": " + comma.remedy())
                    .orElse("'" + text + "' is not a number"));
        }
    }
}
