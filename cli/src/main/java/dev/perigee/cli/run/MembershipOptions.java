package dev.perigee.cli.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of a satellite that say by what it is aimed at.
final class MembershipOptions {
    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "The group of satellites that it stands in for: perigee send group:NAME reaches them.")
    private @Nullable String group;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "What it says of itself; may be repeated: perigee send label:NAME=VALUE reaches those.")
    private List<String> labels = List.of();

    /// Those that were given, as settings.
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        if (group != null) {
            settings.put("group", group);
        }
        if (!labels.isEmpty()) {
            settings.put("labels", String.join(",", labels));
        }
        return settings;
    }
}
