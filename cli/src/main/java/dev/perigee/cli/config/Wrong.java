package dev.perigee.cli.config;

import java.util.List;

/// What a setting leads to, such as a file, is wrong in these ways.
final class Wrong extends RuntimeException {
    private final transient Setting<?> setting;
    private final transient List<String> lines;

    Wrong(Setting<?> setting, List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.setting = setting;
        this.lines = List.copyOf(lines);
    }

    Setting<?> setting() {
        return setting;
    }

    List<String> lines() {
        return lines;
    }
}
