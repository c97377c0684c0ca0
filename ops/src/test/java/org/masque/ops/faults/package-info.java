/**
 * The faults of operation, injected into whole runs in processes of their own; {@code docs/faults.md} lists them all.
 */
package org.masque.ops.faults;
