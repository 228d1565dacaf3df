package dev.perigee.protocol.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/// What a satellite measured, averaged over steps of equal length: the answer to `GET /api/v1/satellites/{id}/series`.
/// Value `i` of each metric is of the time from `start` plus `i` steps, and null where nothing was measured.
public record SeriesView(
        Instant start,
        Duration step,
        @JsonDeserialize(contentUsing = Values.class) Map<String, List<@Nullable Float>> metrics) {

    /// Elsewhere on the wire a list holds no null.
    static final class Values extends ValueDeserializer<List<@Nullable Float>> {
        @Override
        public List<@Nullable Float> deserialize(JsonParser json, DeserializationContext context) {
            List<@Nullable Float> values = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                values.add(json.currentToken() == JsonToken.VALUE_NULL ? null : json.getFloatValue());
            }
            return values;
        }
    }
}
