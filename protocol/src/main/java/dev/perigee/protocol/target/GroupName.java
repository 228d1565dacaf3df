package dev.perigee.protocol.target;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name of a group: satellites that say they stand in for each other. 1 to 63 of `a-z A-Z 0-9 . _ - /`, beginning
/// with a letter or a digit.
public record GroupName(@JsonValue String value) implements Comparable<GroupName> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GroupName {
        NameForm.check("group", value);
    }

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
