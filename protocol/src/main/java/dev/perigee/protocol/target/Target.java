package dev.perigee.protocol.target;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;

/// Which satellites a request is for. Written as `edge-1`, `group:web`, `label:env=prod,tier!=db` or `all`.
public sealed interface Target {
    /// What no satellite may be called, because it means all of them.
    String ALL = "all";

    record One(SatelliteId satellite) implements Target {}

    record Group(GroupName name) implements Target {}

    record Labelled(LabelSelector selector) implements Target {}

    record All() implements Target {}

    @JsonCreator
    static Target parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return text.equals(ALL) ? new All() : new One(new SatelliteId(text));
        }
        String rest = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "group" -> new Group(new GroupName(rest));
            case "label" -> new Labelled(LabelSelector.parse(rest));
            case String _ ->
                throw new BadValue("target", text, "the id of a satellite, group:NAME, label:NAME=VALUE,… or all");
        };
    }

    @JsonValue
    default String text() {
        return switch (this) {
            case One(SatelliteId satellite) -> satellite.value();
            case Group(GroupName name) -> "group:" + name;
            case Labelled(LabelSelector selector) -> "label:" + selector;
            case All _ -> ALL;
        };
    }
}
