package dev.perigee.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// 1 to 100 events as they came: each is read by itself, so that one that is wrong does not keep the others out.
public record EventBatch(List<JsonNode> events) {
    public static final int EVENTS_MAX = 100;

    public EventBatch(@JsonProperty("events") @Nullable List<JsonNode> events) {
        if (events == null) {
            throw new BadValue("events is missing: expected a list of 1 to " + EVENTS_MAX + " events");
        }
        if (events.isEmpty() || events.size() > EVENTS_MAX) {
            throw new BadValue("events has " + events.size() + " entries: expected 1 to " + EVENTS_MAX);
        }
        this.events = List.copyOf(events);
    }
}
