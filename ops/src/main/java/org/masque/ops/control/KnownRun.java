package org.masque.ops.control;

import java.nio.file.Path;

/**
 * A run and how it stands.
 *
 * @param name unique here, the name of its folder
 * @param folder what it leaves behind; need not exist while it is queued
 * @param status how it stands
 * @param message more for a person, for instance why it failed; may be empty
 */
public record KnownRun(String name, Path folder, RunStatus status, String message) {}
