package org.masque.ops.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The page: files from {@code page/} on the class path. They hold no secret, so they are open; what they show is not.
 */
final class PageRoutes {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=UTF-8",
            "js", "text/javascript; charset=UTF-8",
            "css", "text/css; charset=UTF-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "json", "application/json",
            "txt", "text/plain; charset=UTF-8");

    List<Route> routes() {
        return List.of(
                Route.open("/", request -> file("index.html")),
                Route.open("/assets/{file}", request -> file("assets/" + request.parameter("file"))),
                Route.open("/api/openapi.yaml", request -> openApi()));
    }

    // The name is one part of a path, see RequestTarget, so it leads nowhere else.
    private static CompletionStage<HttpResponse> file(String name) throws IOException {
        return resource("/page/" + name, type(name));
    }

    private static CompletionStage<HttpResponse> openApi() throws IOException {
        return resource("/openapi.yaml", "application/yaml");
    }

    private static CompletionStage<HttpResponse> resource(String name, String type) throws IOException {
        try (InputStream file = PageRoutes.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new NoSuchFileException(name);
            }
            return CompletableFuture.completedStage(Replies.bytes(200, ContentTypes.parse(type), file.readAllBytes()));
        }
    }

    private static String type(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }
}
