package dev.perigee.gateway.redaction;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// One walk over a JSON document that writes it again without its secrets, and stops when it has written enough: a
/// long document costs no more than a short one. Strings that hold JSON are walked too.
final class JsonRedaction {
    private static final int WITHIN_STRINGS_MAX = 4;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(10_000)
                    .build())
            .build();

    private final Redaction redaction;
    private final int max;
    private final int within;
    private final StringBuilder out = new StringBuilder();
    private @Nullable JsonToken before;

    private JsonRedaction(Redaction redaction, int max, int within) {
        this.redaction = redaction;
        this.max = max;
        this.within = within;
    }

    /// Throws `JacksonException` when it is no JSON.
    static String of(Redaction redaction, byte[] json, int max) {
        return new JsonRedaction(redaction, max, 0).walk(json);
    }

    private String walk(byte[] bytes) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            JsonToken token = json.nextToken();
            while (token != null && out.length() < max) {
                take(token, json);
                token = json.nextToken();
            }
            if (token != null) {
                long left = bytes.length - json.currentTokenLocation().getByteOffset();
                out.append("… (").append(left).append(" more bytes)");
            }
        }
        return out.toString();
    }

    private void take(JsonToken token, JsonParser json) {
        switch (token) {
            case START_OBJECT, START_ARRAY -> write(token.asString());
            case END_OBJECT, END_ARRAY -> out.append(token.asString());
            case PROPERTY_NAME -> {
                String name = json.currentName();
                write(quoted(redaction.text(name, max)) + ":");
                if (SecretNames.looksSecret(name)) {
                    json.nextToken();
                    json.skipChildren();
                    out.append(quoted(Redaction.HIDDEN));
                    before = JsonToken.VALUE_STRING;
                    return;
                }
            }
            case VALUE_STRING -> write(quoted(string(json.getString())));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> write(number(json.getString()));
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> write(token.asString());
            default -> throw new IllegalStateException("no such token in JSON text: " + token);
        }
        before = token;
    }

    private void write(String text) {
        boolean first = before == null
                || before == JsonToken.PROPERTY_NAME
                || before == JsonToken.START_OBJECT
                || before == JsonToken.START_ARRAY;
        if (!first) {
            out.append(',');
        }
        out.append(text);
    }

    private String string(String text) {
        int left = Math.max(0, max - out.length());
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[") && !start.startsWith("\"")) {
            return redaction.text(text, left);
        }
        if (within == WITHIN_STRINGS_MAX) {
            return Redaction.HIDDEN;
        }
        try {
            byte[] inner = text.getBytes(StandardCharsets.UTF_8);
            return redaction.text(new JsonRedaction(redaction, left, within + 1).walk(inner));
        } catch (JacksonException _) {
            return redaction.text(text, left);
        }
    }

    private String number(String digits) {
        return redaction.text(digits).equals(digits) ? digits : quoted(Redaction.HIDDEN);
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }
}
