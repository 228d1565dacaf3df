package dev.perigee.protocol.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.LabelSelector;
import java.util.Comparator;

/// For which satellites a layer is, as text `global`, `team:NAME`, `group:NAME`, `labels:SELECTOR` or
/// `satellite:ID`. In its order a later one overrides an earlier one: the nearer to one satellite, the later.
public sealed interface ConfigScope extends Comparable<ConfigScope> {
    /// Of selectors, one with more conditions is nearer; what is left is decided by the text.
    Comparator<ConfigScope> ORDER = Comparator.comparingInt(ConfigScope::rank)
            .thenComparingInt(ConfigScope::conditions)
            .thenComparing(ConfigScope::text);

    record Global() implements ConfigScope {}

    record Team(TeamName name) implements ConfigScope {}

    record Group(GroupName name) implements ConfigScope {}

    record Labelled(LabelSelector selector) implements ConfigScope {}

    record One(SatelliteId id) implements ConfigScope {}

    @JsonValue
    default String text() {
        return switch (this) {
            case Global _ -> "global";
            case Team(TeamName name) -> "team:" + name;
            case Group(GroupName name) -> "group:" + name;
            case Labelled(LabelSelector selector) -> "labels:" + selector;
            case One(SatelliteId id) -> "satellite:" + id;
        };
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ConfigScope parse(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (colon < 0 ? text : text.substring(0, colon + 1)) {
            case "global" -> new Global();
            case "team:" -> new Team(new TeamName(rest));
            case "group:" -> new Group(new GroupName(rest));
            case "labels:" -> new Labelled(LabelSelector.parse(rest));
            case "satellite:" -> new One(new SatelliteId(rest));
            default ->
                throw new BadValue("layer", text, "global, team:NAME, group:NAME, labels:SELECTOR or satellite:ID");
        };
    }

    @Override
    default int compareTo(ConfigScope other) {
        return ORDER.compare(this, other);
    }

    private int rank() {
        return switch (this) {
            case Global _ -> 0;
            case Team _ -> 1;
            case Group _ -> 2;
            case Labelled _ -> 3;
            case One _ -> 4;
        };
    }

    private int conditions() {
        return this instanceof Labelled(LabelSelector selector)
                ? selector.terms().size()
                : 0;
    }
}
