/**
 * The commands of {@code masque}, one a file; they and the progress display are the only ones to write to the terminal.
 *
 * <p>May import every other module. Start reading at any of them.
 */
@NullMarked
package org.masque.ops.command;

import org.jspecify.annotations.NullMarked;
