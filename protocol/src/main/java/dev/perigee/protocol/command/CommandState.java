package dev.perigee.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Where a command is in its life. The terminal states are final; docs/state-machine.md has every transition.
public enum CommandState {
    QUEUED,
    LEASED,
    ACKNOWLEDGED,
    COMPLETED,
    FAILED,
    TIMED_OUT,
    INTERRUPTED,
    EXPIRED,
    CANCELLED,
    DEAD_LETTERED;

    public boolean isTerminal() {
        return switch (this) {
            case QUEUED, LEASED, ACKNOWLEDGED -> false;
            case COMPLETED, FAILED, TIMED_OUT, INTERRUPTED, EXPIRED, CANCELLED, DEAD_LETTERED -> true;
        };
    }

    @JsonCreator
    public static CommandState of(String name) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadValue("state", name, wireNames()));
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String wireNames() {
        return Arrays.stream(values()).map(CommandState::wireName).collect(Collectors.joining(", ", "one of ", ""));
    }
}
