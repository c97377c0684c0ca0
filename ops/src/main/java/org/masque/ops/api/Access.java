package org.masque.ops.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may ask what.
 *
 * <p>With a token, all of {@code /api} wants it. Without one, what changes something is answered to this machine only.
 * A page of another site, which a browser would let ask in its user's name, is refused by its {@code Origin}; one that
 * had its name resolved to this address, by the {@code Host} that it asks for.
 */
final class Access {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String BEARER = "bearer ";
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\]]*]|[^:]*)(?::\\d*)?");

    private final boolean loopback;
    private final String host;
    private final Optional<byte[]> tokenDigest;

    /** For a server at an address, with a token or without. */
    Access(InetSocketAddress address, Optional<String> token) {
        this.loopback = isLoopback(address.getAddress());
        this.host = address.getHostString().toLowerCase(Locale.ROOT);
        this.tokenDigest = token.map(Access::digest);
    }

    static boolean isLoopback(InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }

    /** Whether there is a token to know. */
    boolean tokenDemanded() {
        return tokenDigest.isPresent();
    }

    /** Whether a request asks for a name that is ours; off the loopback address any is, since a token protects it. */
    boolean hostAllowed(String asked) {
        String name = withoutPort(asked.toLowerCase(Locale.ROOT));
        return !loopback || LOCAL_NAMES.contains(name) || name.equals(host);
    }

    /** Whether a request that a browser sends for a page comes from our own. */
    boolean originAllowed(Optional<String> origin, String askedHost) {
        return origin.isEmpty()
                || origin.get().equals("http://" + askedHost)
                || origin.get().equals("https://" + askedHost);
    }

    /** Whether the {@code Authorization} header is right; always, if there is no token. */
    boolean tokenRight(Optional<String> authorization) {
        if (tokenDigest.isEmpty()) {
            return true;
        }
        String given = authorization.orElse("");
        boolean bearer = given.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String token = bearer ? given.substring(BEARER.length()).strip() : "";
        // Digests have one length, so that the comparison tells nothing of the token's.
        return MessageDigest.isEqual(digest(token), tokenDigest.get());
    }

    /** Whether this server answers to what changes something at all. */
    boolean mayChange() {
        return loopback || tokenDigest.isPresent();
    }

    private static String withoutPort(String asked) {
        Matcher parts = HOST_AND_PORT.matcher(asked);
        return parts.matches() ? parts.group(1) : asked;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
