package dev.perigee.gateway.rpc;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// Strings as JSON writes them, there and back.
final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// As a JSON string, with its quotes.
    static String quoted(String text) {
        return '"'
                + (isPlain(text)
                        ? text
                        : new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)))
                + '"';
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /// What the JSON string at these bytes says.
    static String decode(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\\') {
                return decodeEscapes(bytes, start, end);
            }
        }
        return new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8);
    }

    private static String decodeEscapes(byte[] bytes, int start, int end) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, start, end - start)) {
            json.nextToken();
            return json.getString();
        }
    }
}
