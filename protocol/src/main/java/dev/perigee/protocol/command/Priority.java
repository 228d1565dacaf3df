package dev.perigee.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Locale;

/// How urgent a command is, most urgent first. Per satellite the most urgent goes first, then the earliest submitted.
public enum Priority {
    IMMEDIATE,
    HIGH,
    NORMAL,
    LOW;

    /// Reads a wire name; `critical`, the word of other systems, means `immediate`.
    @JsonCreator
    public static Priority of(String name) {
        return switch (name) {
            case "immediate", "critical" -> IMMEDIATE;
            case "high" -> HIGH;
            case "normal" -> NORMAL;
            case "low" -> LOW;
            default -> throw new BadValue("priority", name, "immediate, high, normal or low");
        };
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
