package org.masque.config;

/**
 * Metrics and health: section {@code http}.
 *
 * @param enabled whether there is a server
 * @param host name or address to listen on
 * @param port to listen on, 0 to 65535; 0: any free one
 */
@Affects(Impact.HARMLESS)
public record HttpSettings(
        @Default("true") boolean enabled,

        @Default("127.0.0.1") @Matches(value = "\\S+", words = "a host name or address")
        String host,

        @Default("9464") @Within("[0, 65535]") int port) {
    public HttpSettings {
        Checks.require(HttpSettings.class, enabled, host, port);
    }
}
