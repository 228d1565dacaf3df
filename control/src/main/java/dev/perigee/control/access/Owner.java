package dev.perigee.control.access;

import dev.perigee.protocol.access.TeamName;
import org.jspecify.annotations.Nullable;

/// Whose something is.
public sealed interface Owner {
    /// Each caller's own: what it is shown or given is narrowed to what it may see.
    record Anyone() implements Owner {}

    /// Nobody's in particular: of the control plane as a whole.
    record Everybody() implements Owner {}

    record Team(TeamName name) implements Owner {}

    static Owner of(@Nullable TeamName team) {
        return team == null ? new Everybody() : new Team(team);
    }
}
