package dev.perigee.protocol.rollout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Locale;

/// Where a rollout is in its life. The terminal states are final; docs/state-machine.md has every transition.
public enum RolloutState {
    /// One wave after the other gets the new revision.
    RUNNING,
    /// No further wave gets it until it is resumed.
    PAUSED,
    /// It is the layer's newest revision, for all.
    COMPLETED,
    /// Too many satellites failed: all are to have what the layer said before.
    ROLLED_BACK,
    /// Somebody ended it: all are to have what the layer said before.
    ABORTED;

    public boolean isTerminal() {
        return switch (this) {
            case RUNNING, PAUSED -> false;
            case COMPLETED, ROLLED_BACK, ABORTED -> true;
        };
    }

    @JsonCreator
    public static RolloutState of(String name) {
        for (RolloutState state : values()) {
            if (state.wireName().equals(name)) {
                return state;
            }
        }
        throw new BadValue("rollout state", name, "running, paused, completed, rolled_back or aborted");
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
