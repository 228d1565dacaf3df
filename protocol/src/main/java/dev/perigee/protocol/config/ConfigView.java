package dev.perigee.protocol.config;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What operators are told of configurations; docs/api.md. Documents are as people may see them.
public sealed interface ConfigView {
    /// One revision of a layer: immutable. `changes` is in what it differs from the layer's revision before it.
    record Revision(
            long revision,
            ConfigScope layer,
            String author,
            Instant createdAt,
            @Nullable String note,
            ConfigDocument document,
            List<ConfigDifference> changes)
            implements ConfigView {}

    /// Revisions, newest first.
    record History(List<Revision> revisions) implements ConfigView {}

    /// The layers that say something, in the order in which they override each other.
    record Layers(List<Revision> layers) implements ConfigView {}

    /// In what two revisions of a layer differ.
    record Comparison(long from, long to, List<ConfigDifference> changes) implements ConfigView {}

    /// What a satellite is to have, and by path which layer each part of it is from.
    record Effective(
            SatelliteId satellite,
            long revision,
            String hash,
            ConfigDocument document,
            SortedMap<String, ConfigScope> origins,
            List<ConfigMistake> mistakes)
            implements ConfigView {}

    /// What a change would come to, by satellite; those that it changes nothing for are only counted.
    record DryRun(List<Change> changes, int unchanged) implements ConfigView {
        /// What it would change for one satellite, and what would then be wrong with its configuration.
        public record Change(SatelliteId satellite, List<ConfigDifference> changes, List<ConfigMistake> mistakes) {}
    }

    /// How many satellites have what they are to have, and those that have not.
    record Drift(int inSync, int drifted, List<Drifting> satellites) implements ConfigView {
        /// `reported` is what the satellite said last that it has; without it, it has never said. `since` is when what
        /// it is to have was decided, or when it said later that it has something else.
        public record Drifting(
                SatelliteId satellite,
                Liveness state,
                String desired,
                @Nullable String reported,
                @Nullable Long revision,
                @Nullable String error,
                @Nullable Instant reportedAt,
                @Nullable Instant since) {}
    }
}
