package dev.perigee.protocol.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What somebody is there for. Each may also do what those before it may.
public enum Role {
    /// Sees how things stand.
    VIEWER,
    /// Has satellites do things.
    OPERATOR,
    /// Decides who belongs here and what satellites are like.
    ADMIN;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Role of(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadValue(
                        "role",
                        name,
                        "one of " + Arrays.stream(values()).map(Role::wireName).collect(Collectors.joining(", "))));
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
