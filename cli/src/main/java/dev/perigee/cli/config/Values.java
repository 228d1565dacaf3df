package dev.perigee.cli.config;

import dev.perigee.protocol.BadValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Parsed values by setting. Immutable.
final class Values {
    static final Values NONE = new Values(Map.of());

    private final Map<Setting<?>, Object> values;

    private Values(Map<Setting<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    /// The value that was given, or the setting's default.
    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new BadValue(setting.key() + " is missing: expected " + setting.doc()));
    }

    /// The value that was given, or the setting's default if it has one.
    @SuppressWarnings("unchecked") // put() only accepts a value of the setting's own type
    <T> Optional<T> find(Setting<T> setting) {
        T value = (T) values.get(setting);
        return Optional.ofNullable(value == null ? setting.absent() : value);
    }

    boolean has(Setting<?> setting) {
        return values.containsKey(setting);
    }

    Values without(Setting<?> setting) {
        Map<Setting<?>, Object> fewer = new HashMap<>(values);
        fewer.remove(setting);
        return new Values(fewer);
    }

    <T> Values with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> more = new HashMap<>(values);
        more.put(setting, value);
        return new Values(more);
    }

    /// With the value that `raw` means. Throws `BadValue` when it means none.
    <T> Values with(Setting<T> setting, Raw raw) {
        return with(setting, setting.kind().parser().parse(setting.key(), raw));
    }
}
