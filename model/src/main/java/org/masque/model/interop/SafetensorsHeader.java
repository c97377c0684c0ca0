package org.masque.model.interop;

import java.util.Map;

/**
 * The header of a safetensors file.
 *
 * @param tensors by name, sorted
 * @param metadata the free-form strings, sorted; empty if there are none
 */
record SafetensorsHeader(Map<String, TensorEntry> tensors, Map<String, String> metadata) {}
