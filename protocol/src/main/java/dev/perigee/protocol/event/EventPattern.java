package dev.perigee.protocol.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;

/// Which types of events: one such as `mcp.server.crashed`, all that begin with a word such as `mcp.*`, or `*`.
public record EventPattern(@JsonValue String text) {
    private static final String ALL = "*";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public EventPattern {
        String words = text.endsWith(".*") ? text.substring(0, text.length() - 2) : text;
        if (!text.equals(ALL)) {
            try {
                Event.requireType(words);
            } catch (BadValue _) {
                throw new BadValue("type", text, "a type such as mcp.server.crashed, a prefix such as mcp.*, or *");
            }
        }
    }

    /// Whether it means every type that begins with `stem`, and not one alone.
    public boolean isPrefix() {
        return text.endsWith(ALL);
    }

    /// The type, or what the types begin with: `mcp.` of `mcp.*`.
    public String stem() {
        return isPrefix() ? text.substring(0, text.length() - 1) : text;
    }

    public boolean fits(String type) {
        return isPrefix() ? type.startsWith(stem()) : type.equals(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
