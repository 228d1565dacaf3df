package dev.perigee.protocol.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.target.NameForm;

/// The name of a team: who owns satellites, and whose operators see no others. 1 to 63 of `a-z A-Z 0-9 . _ - /`,
/// beginning with a letter or a digit.
public record TeamName(@JsonValue String value) implements Comparable<TeamName> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TeamName {
        NameForm.check("team", value);
    }

    @Override
    public int compareTo(TeamName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
