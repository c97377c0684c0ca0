package org.masque.config;

/** Metrics and health: section {@code http}. */
@Meaning("The run's page, metrics, health and control.")
@Affects(Impact.HARMLESS)
public record HttpSettings(
        @Default("true") @Meaning("Whether the run serves them.")
        boolean enabled,

        @Default("127.0.0.1")
        @Matches(value = "\\S+", words = "a host name or address")
        @Meaning("Host name or address to listen on.")
        @OnlyIf(key = "http.enabled", is = "true")
        String host,

        @Default("9464")
        @Within("[0, 65535]")
        @Meaning(value = "Port to listen on. 0: any free one.", unit = "port")
        @OnlyIf(key = "http.enabled", is = "true")
        int port) {
    public HttpSettings {
        Checks.require(HttpSettings.class, enabled, host, port);
    }
}
