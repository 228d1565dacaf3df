package dev.perigee.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Locale;

/// One of the two streams that a program writes to.
public enum StreamName {
    STDOUT,
    STDERR;

    @JsonCreator
    public static StreamName of(String name) {
        return switch (name) {
            case "stdout" -> STDOUT;
            case "stderr" -> STDERR;
            default -> throw new BadValue("stream", name, "stdout or stderr");
        };
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
