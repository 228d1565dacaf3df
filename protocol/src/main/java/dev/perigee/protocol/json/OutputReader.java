package dev.perigee.protocol.json;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.command.Output;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/// Reads either form of output; without `totalBytes` nothing was cut off.
final class OutputReader extends ValueDeserializer<Output> {
    @Override
    public Output deserialize(JsonParser json, DeserializationContext context) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new BadValue("output", json.getString(), "an object with text or base64");
        }
        byte[] bytes = new byte[0];
        long totalBytes = -1;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "text" -> bytes = json.getString().getBytes(StandardCharsets.UTF_8);
                case "base64" -> bytes = json.getBinaryValue();
                case "totalBytes" -> totalBytes = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return new Output(bytes, totalBytes < 0 ? bytes.length : totalBytes);
    }
}
