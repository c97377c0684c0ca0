package org.masque.ops.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * A request that found its route.
 *
 * @param http as it came, its body read
 * @param target what it asks for
 * @param parameters the parts of the path that the route leaves open, by name
 * @param body at most as long as {@link Limits} allows
 * @param remote who asks, for the audit log
 */
record ApiRequest(HttpRequest http, RequestTarget target, Map<String, String> parameters, byte[] body, String remote) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An open part of the path. */
    String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no " + name);
        }
        return value;
    }

    /** The first value of a query's key. */
    Optional<String> query(String key) {
        return Optional.ofNullable(target.query().get(key));
    }

    /**
     * A whole number of the query.
     *
     * @throws BadRequestException if it is none, or out of its range
     */
    long number(String key, long fallback, long least, long most) {
        Optional<String> given = query(key);
        if (given.isEmpty()) {
            return fallback;
        }
        try {
            long value = Long.parseLong(given.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException noNumber) {
            throw new BadRequestException(key + " is no whole number from " + least + " to " + most, noNumber);
        }
        throw new BadRequestException(key + " is not from " + least + " to " + most, null);
    }

    /** A header's value. */
    Optional<String> header(String name) {
        return http.getHeader(name).map(HttpHeader::value);
    }

    /**
     * The body as a JSON object; an empty body is an empty one.
     *
     * @throws BadRequestException if it is something else
     */
    JsonNode json() {
        if (body.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonNode json = JSON.readTree(text);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (CharacterCodingException noText) {
            throw new BadRequestException("the body is not UTF-8", noText);
        } catch (IOException noJson) {
            throw new BadRequestException("the body is not JSON", noJson);
        }
        throw new BadRequestException("the body is not a JSON object", null);
    }
}
