package dev.perigee.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/// Why a command failed before its program ran, or what it asked of the MCP gateway was done. A code from a newer
/// satellite reads as `OTHER`.
public enum FailureCode {
    PROGRAM_NOT_ALLOWED,
    PROGRAM_NOT_FOUND,
    PROGRAM_NOT_EXECUTABLE,
    DIRECTORY_NOT_FOUND,
    START_FAILED,
    NO_GATEWAY,
    SERVER_NOT_FOUND,
    SERVERS_REFUSED,
    OTHER;

    @JsonCreator
    public static FailureCode of(String name) {
        return Arrays.stream(values())
                .filter(code -> code.wireName().equals(name))
                .findFirst()
                .orElse(OTHER);
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
