package dev.perigee.protocol.broadcast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Locale;

/// Where a broadcast is in its life. The terminal states are final; docs/state-machine.md has every transition.
public enum BroadcastState {
    /// Its commands are created, as far as its pacing allows.
    RUNNING,
    /// No further command is created until it is resumed.
    PAUSED,
    /// Too many commands failed: no further one is created, and those under way come to their ends.
    STOPPING,
    /// No further command is created, and those under way are cancelled.
    ABORTING,
    /// Every member's command has ended.
    COMPLETED,
    /// It was stopped, and all commands that were created have ended.
    STOPPED,
    /// It was aborted, and all commands that were created have ended.
    ABORTED;

    public boolean isTerminal() {
        return switch (this) {
            case RUNNING, PAUSED, STOPPING, ABORTING -> false;
            case COMPLETED, STOPPED, ABORTED -> true;
        };
    }

    @JsonCreator
    public static BroadcastState of(String name) {
        for (BroadcastState state : values()) {
            if (state.wireName().equals(name)) {
                return state;
            }
        }
        throw new BadValue(
                "broadcast state", name, "running, paused, stopping, aborting, completed, stopped or aborted");
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
