package dev.perigee.protocol.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Something that happened, a CloudEvent 1.0. `data` is a JSON object as text and is kept as it came, so that what
/// a reader does not know survives; `payload` reads it. `subject` is what it happened to.
public record Event(
        EventId id,
        String source,
        String type,
        Instant time,
        @Nullable String subject,
        @JsonRawValue String data) {
    public static final String SPEC_VERSION = "1.0";
    /// The source of what the control plane itself says.
    public static final String CONTROL_PLANE = "/control-plane";

    public static final int DATA_MAX = 256 * 1024;
    private static final int SUBJECT_MAX = 200;
    private static final Pattern TYPE = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");
    private static final int TYPE_MAX = 100;
    private static final Pattern SOURCE = Pattern.compile("[\\x21-\\x7e]{1,200}");

    public Event {
        if (!SOURCE.matcher(source).matches()) {
            throw new BadValue("source", source, "a URI reference such as /satellites/local");
        }
        requireType(type);
        if (subject != null
                && (subject.isEmpty()
                        || subject.length() > SUBJECT_MAX
                        || subject.chars().anyMatch(Character::isISOControl))) {
            throw new BadValue("subject", subject, "1 to " + SUBJECT_MAX + " characters");
        }
        if (data.length() > DATA_MAX) {
            throw new BadValue("data has " + data.length() + " characters: expected at most " + DATA_MAX);
        }
    }

    /// What happened at `source`.
    public static Event of(EventId id, String source, Instant time, @Nullable String subject, EventData payload) {
        return new Event(id, source, payload.type(), time, subject, payload.json());
    }

    /// The source of what a satellite says.
    public static String source(SatelliteId satellite) {
        return "/satellites/" + satellite;
    }

    @JsonProperty("specversion")
    String specVersion() {
        return SPEC_VERSION;
    }

    /// What its type says that `data` is. Throws `BadValue` when it is not that.
    public EventData payload() {
        return EventData.read(type, data);
    }

    /// Reads an event leniently: what it does not know of it is passed over. Throws `BadValue`.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Event read(JsonNode json) {
        if (!json.isObject()) {
            throw new BadValue("event", json, "a JSON object");
        }
        String version = text(json, "specversion", SPEC_VERSION);
        if (!version.equals(SPEC_VERSION)) {
            throw new BadValue("specversion", version, SPEC_VERSION);
        }
        String id = text(json, "id", null);
        JsonNode subject = json.path("subject");
        JsonNode data = json.path("data");
        if (!data.isObject() && !data.isMissingNode() && !data.isNull()) {
            throw new BadValue("data", data, "a JSON object");
        }
        return new Event(
                new EventId(id),
                text(json, "source", null),
                text(json, "type", null),
                time(text(json, "time", null)),
                subject.isMissingNode() || subject.isNull() ? null : text(json, "subject", null),
                data.isObject() ? Json.WIRE.text(data) : "{}");
    }

    /// The type, or `BadValue` when it has not the form of one.
    static String requireType(String type) {
        if (type.length() > TYPE_MAX || !TYPE.matcher(type).matches()) {
            throw new BadValue(
                    "type", type, "words of a-z, 0-9 and _ with dots between, at most " + TYPE_MAX + " characters");
        }
        return type;
    }

    private static String text(JsonNode json, String field, @Nullable String absent) {
        JsonNode value = json.path(field);
        if (value.isString()) {
            return value.stringValue();
        }
        if ((value.isMissingNode() || value.isNull()) && absent != null) {
            return absent;
        }
        throw value.isMissingNode() || value.isNull()
                ? new BadValue(field + " is missing: expected a string")
                : new BadValue(field, value, "a string");
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            throw new BadValue("time", text, "a time such as 2026-01-31T12:00:00Z");
        }
    }
}
