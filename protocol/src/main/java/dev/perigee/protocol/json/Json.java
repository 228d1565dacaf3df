package dev.perigee.protocol.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.command.Output;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Reads and writes what is on the wire. Thread-safe. Absent optional fields are left out; durations are `5s`.
public final class Json {
    /// Between the two ends: an unknown field is from a newer version and is passed over.
    public static final Json WIRE = new Json(false, true);

    /// From people: an unknown field is a mistake and is refused.
    public static final Json STRICT = new Json(true, true);

    /// As `WIRE`, for what is frequent and long and decides nothing: of a name that is there twice the last one counts,
    /// which is not looked for.
    public static final Json BULK = new Json(false, false);

    private static final int STRING_MAX = 8 * 1024 * 1024;
    private static final int DEPTH_MAX = 64;
    /// Buffers kept for the next; more than that are only in use while many calls come at once.
    private static final int RECYCLED_MAX = 32;

    private final JsonMapper mapper;

    private Json(boolean strict, boolean namesOnce) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxStringLength(STRING_MAX)
                .maxNestingDepth(DEPTH_MAX)
                .build();
        mapper = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(constraints)
                        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, namesOnce)
                        .recyclerPool(JsonRecyclerPools.newBoundedPool(RECYCLED_MAX))
                        .build())
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // As a double, 1e999 would become infinite, which JSON cannot say.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                .addModule(new SimpleModule("perigee")
                        .addSerializer(Duration.class, new DurationWriter())
                        .addDeserializer(Duration.class, new DurationReader())
                        .addSerializer(Output.class, new OutputWriter())
                        .addDeserializer(Output.class, new OutputReader()))
                .build();
    }

    public byte[] bytes(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    public String text(Object value) {
        return mapper.writeValueAsString(value);
    }

    /// Reads a `type` from UTF-8 JSON. Throws `BadValue`, whose message names the field and what was expected.
    public <T> T read(byte[] json, Class<T> type) {
        try {
            T value = mapper.readValue(json, type);
            return required(value);
        } catch (JacksonException e) {
            throw explain(e);
        }
    }

    /// As `read(byte[], Class)`, from text.
    public <T> T read(String json, Class<T> type) {
        try {
            T value = mapper.readValue(json, type);
            return required(value);
        } catch (JacksonException e) {
            throw explain(e);
        }
    }

    private static <T> T required(@org.jspecify.annotations.Nullable T value) {
        if (value == null) {
            throw new BadValue("body", "null", "a JSON object");
        }
        return value;
    }

    private static BadValue explain(JacksonException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadValue bad) {
                return bad;
            }
        }
        String field = e instanceof DatabindException bound ? path(bound) : "";
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                new BadValue("field", unknown.getPropertyName(), "one of " + unknown.getKnownPropertyIds());
            case InvalidFormatException format ->
                new BadValue(
                        field, format.getValue(), "a " + format.getTargetType().getSimpleName());
            case DatabindException _ ->
                new BadValue((field.isEmpty() ? "body" : field) + ": " + e.getOriginalMessage());
            default -> new BadValue("not JSON" + place(e) + ": " + e.getOriginalMessage());
        };
    }

    /// Empty where a limit, and not a place, is what is wrong.
    private static String place(JacksonException e) {
        TokenStreamLocation place = e.getLocation();
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private static String path(DatabindException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    private static final class DurationWriter extends ValueSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator json, SerializationContext context) {
            json.writeString(Durations.format(value));
        }
    }

    private static final class DurationReader extends ValueDeserializer<Duration> {
        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) {
            String name = json.currentName();
            return Durations.parse(name == null ? "duration" : name, json.getString());
        }
    }
}
