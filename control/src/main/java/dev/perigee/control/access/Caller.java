package dev.perigee.control.access;

import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.access.TeamName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An operator, or a program of one, that asks for something. `name` is unique among all that may ask, and what
/// idempotency keys are scoped to. Of a team, it sees and touches only what is that team's. `address` is where it calls
/// from, for the record alone; null when it is no call.
public record Caller(
        String name,
        Role role,
        @Nullable TeamName onlyTeam,
        @Nullable String address) {
    /// Whoever has the operator key in the data directory.
    public static final Caller FIRST = new Caller("operator", Role.ADMIN, null);

    /// One that does not call, or whose address is yet to be known.
    public Caller(String name, Role role, @Nullable TeamName onlyTeam) {
        this(name, role, onlyTeam, null);
    }

    /// The same, calling from there.
    public Caller at(String where) {
        return new Caller(name, role, onlyTeam, where);
    }

    public Optional<TeamName> team() {
        return Optional.ofNullable(onlyTeam);
    }

    @Override
    public String toString() {
        return role.wireName() + " \"" + name + "\"" + (onlyTeam == null ? "" : " of team \"" + onlyTeam + "\"");
    }
}
