package org.masque.model.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the public names of MAE or SimMIM behind those of a file: behind the prefixes that wrappers of a network leave
 * ({@code module.}, {@code model.}, {@code encoder.}, {@code teacher.} and others), and behind Hugging Face's names of
 * ViT and ViTMAE.
 *
 * <p>The patch embedding tells: what stands before its name is the prefix. Where it is there twice, nobody can say
 * which network is meant, and the file is refused. SimMIM's own names begin with {@code encoder.}, which stays.
 */
final class PublicNames {
    private static final String EMBEDDING = "patch_embed.proj.weight";
    private static final String SIMMIM = "encoder.";
    private static final Pattern OF_SIMMIM =
            Pattern.compile("encoder\\.rel_pos_bias\\..*|encoder\\.blocks\\.\\d+\\.attn\\.[qv]_bias|decoder\\.0\\..*");

    /**
     * Where a tensor of the file belongs.
     *
     * @param name the public name
     * @param part which part of that tensor it is, counted from 0 along the first axis
     * @param parts how many there are
     */
    record Place(String name, int part, int parts) {
        /** The whole tensor. */
        static Place whole(String name) {
            return new Place(name, 0, 1);
        }
    }

    private final Path file;
    private final Set<String> names;

    private PublicNames(Path file, Set<String> names) {
        this.file = file;
        this.names = names;
    }

    /**
     * Finds them.
     *
     * @param file for messages
     * @param names all that the file has
     * @throws SafetensorsException if it holds several networks
     */
    static NameMapping of(Path file, Set<String> names) throws SafetensorsException {
        return new PublicNames(file, names).find();
    }

    private NameMapping find() throws SafetensorsException {
        Set<String> own =
                prefixes(EMBEDDING).stream().map(this::keepSimMim).collect(Collectors.toCollection(TreeSet::new));
        if (own.contains("")) {
            return NameMapping.identity(names);
        }
        if (!own.isEmpty()) {
            String prefix = only(own);
            return mapping(
                    prefix,
                    name -> Optional.of(Place.whole(name)),
                    "without the prefix " + SafetensorsException.quoted(prefix));
        }
        Set<String> huggingFace = prefixes(HuggingFaceNames.EMBEDDING);
        if (huggingFace.isEmpty()) {
            return NameMapping.identity(names);
        }
        boolean decoder = names.stream().anyMatch(name -> name.contains("decoder.decoder_"));
        return mapping(
                only(huggingFace),
                HuggingFaceNames::place,
                "as Hugging Face " + (decoder ? "ViTMAE" : "ViT") + " names");
    }

    private Set<String> prefixes(String anchor) {
        return names.stream()
                .filter(name -> name.equals(anchor) || name.endsWith("." + anchor))
                .map(name -> name.substring(0, name.length() - anchor.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What stands before the names of SimMIM, if these are its; else the prefix. */
    private String keepSimMim(String prefix) {
        if (!prefix.equals(SIMMIM) && !prefix.endsWith("." + SIMMIM)) {
            return prefix;
        }
        String before = prefix.substring(0, prefix.length() - SIMMIM.length());
        boolean simMim = names.stream()
                .filter(name -> name.startsWith(before))
                .anyMatch(name ->
                        OF_SIMMIM.matcher(name.substring(before.length())).matches());
        return simMim ? before : prefix;
    }

    private String only(Set<String> prefixes) throws SafetensorsException {
        if (prefixes.size() == 1) {
            return prefixes.iterator().next();
        }
        throw new SafetensorsException(
                file,
                "holds several networks, under the prefixes " + SafetensorsException.quoted(prefixes.toString())
                        + ": write a file that has the tensors of one of them");
    }

    private NameMapping mapping(String prefix, Function<String, Optional<Place>> rename, String how) {
        Map<Place, SortedMap<Integer, String>> found = new HashMap<>();
        List<String> leftAside = new ArrayList<>();
        for (String name : prefixedFirst(prefix)) {
            Optional<Place> place = bare(prefix, name).flatMap(rename);
            if (place.isEmpty() || !isNew(place.get(), name, found)) {
                leftAside.add(name);
            }
        }
        Map<String, List<String>> sources = new TreeMap<>();
        found.forEach((whole, parts) -> {
            if (parts.size() == whole.parts()) {
                sources.put(whole.name(), List.copyOf(parts.values()));
            } else {
                leftAside.addAll(parts.values());
            }
        });
        int read = sources.values().stream().mapToInt(List::size).sum();
        return new NameMapping(sources, leftAside, List.of(read + " tensors are read " + how));
    }

    // Where a name is there with the prefix and without it, the prefix decides.
    private List<String> prefixedFirst(String prefix) {
        return Stream.concat(
                        names.stream().filter(name -> name.startsWith(prefix)),
                        names.stream().filter(name -> !name.startsWith(prefix)))
                .toList();
    }

    private static boolean isNew(Place place, String name, Map<Place, SortedMap<Integer, String>> found) {
        Place whole = new Place(place.name(), 0, place.parts());
        return found.computeIfAbsent(whole, each -> new TreeMap<>()).putIfAbsent(place.part(), name) == null;
    }

    /** The name without the prefix; of a decoder beside the prefixed encoder, without as much of it as is there. */
    private static Optional<String> bare(String prefix, String name) {
        if (name.startsWith(prefix)) {
            return Optional.of(ofDecoder(name.substring(prefix.length())));
        }
        String rest = name;
        for (String part : prefix.split("(?<=\\.)", -1)) {
            rest = rest.startsWith(part) ? rest.substring(part.length()) : rest;
        }
        rest = ofDecoder(rest);
        return rest.startsWith("decoder") || rest.equals("mask_token") ? Optional.of(rest) : Optional.empty();
    }

    private static String ofDecoder(String name) {
        return name.startsWith("decoder.decoder_") || name.equals("decoder.mask_token")
                ? name.substring("decoder.".length())
                : name;
    }
}
