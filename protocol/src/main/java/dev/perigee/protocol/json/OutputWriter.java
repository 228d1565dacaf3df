package dev.perigee.protocol.json;

import dev.perigee.protocol.command.Output;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/// Writes output as text where it is UTF-8 and that is the shorter form, else as base 64: never more than 4/3 of the
/// bytes.
final class OutputWriter extends ValueSerializer<Output> {
    @Override
    public void serialize(Output output, JsonGenerator json, SerializationContext context) {
        json.writeStartObject();
        Optional<String> text = escapes(output.bytes()) <= output.bytes().length / 3 ? output.text() : Optional.empty();
        if (text.isPresent()) {
            json.writeStringProperty("text", text.get());
        } else {
            json.writeName("base64");
            json.writeBinary(output.bytes());
        }
        json.writeNumberProperty("totalBytes", output.totalBytes());
        json.writeEndObject();
    }

    /// How many characters JSON adds to write these bytes as text.
    private static int escapes(byte[] bytes) {
        int added = 0;
        for (byte b : bytes) {
            added += switch (b) {
                case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> 1;
                default -> b >= 0 && b < ' ' ? 5 : 0;
            };
        }
        return added;
    }
}
