package dev.perigee.protocol.target;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perigee.protocol.BadValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a satellite says of itself, by name: at most 64 labels, each name once.
public record Labels(@JsonValue SortedMap<String, String> values) {
    public static final int MAX = 64;
    public static final Labels NONE = new Labels(new TreeMap<>());

    public Labels {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        values.forEach(Label::new);
        if (values.size() > MAX) {
            throw new BadValue(values.size() + " labels: expected at most " + MAX);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Labels of(Map<String, String> values) {
        return new Labels(new TreeMap<>(values));
    }

    /// Throws `BadValue` when a name is there twice.
    public static Labels of(Collection<Label> labels) {
        SortedMap<String, String> values = new TreeMap<>();
        for (Label label : labels) {
            if (values.put(label.name(), label.value()) != null) {
                throw new BadValue("label", label, "each name once");
            }
        }
        return new Labels(values);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// As `env=prod,tier=web`.
    @Override
    public String toString() {
        return String.join(
                ",",
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }
}
