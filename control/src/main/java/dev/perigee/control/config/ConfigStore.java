package dev.perigee.control.config;

import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigScope;
import java.util.List;
import java.util.Optional;

/// Keeps layers and their revisions, their rollouts, and what satellites report. Every method may be called from any
/// thread and blocks until it is done; what it wrote is durable then. Throws `StoreUnavailable` like `CommandStore`.
/// Documents are kept as they are, with what is secret in them.
public interface ConfigStore {
    /// Adds a revision to a layer whose newest is `expected`, 0 when it is to have none, and which is not being rolled
    /// out. Of several at the same moment that expect the same, one is kept.
    Putting put(LayerRevision revision, long expected);

    /// Adds a revision that does not become its layer's newest, and its rollout. As `put`, with the rollout's base
    /// expected.
    Putting stage(LayerRevision revision, Rollout rollout);

    /// Changes a rollout that is as `before`, and counts the change; completed, its revision is its layer's newest.
    /// False, and nothing is changed, when the rollout is not so.
    boolean advance(Rollout before, RolloutStatus next);

    /// What decides now, read at one moment.
    KeptLayers layers();

    /// The number in `layers`.
    long number();

    /// Those that are or were their layer's newest, newest first, at most `limit`, with numbers up to `upTo`.
    List<LayerRevision> history(ConfigScope layer, long upTo, int limit);

    /// A revision of a layer, whether or not it ever was the newest.
    Optional<LayerRevision> revision(ConfigScope layer, long number);

    Optional<Rollout> rollout(RolloutId id);

    /// The newest, at most `limit`.
    List<Rollout> rollouts(int limit);

    /// Keeps what a satellite reports in the place of what it reported before.
    void report(ReportedConfig reported);

    /// What a satellite reported last.
    Optional<ReportedConfig> reported(SatelliteId satellite);

    /// What satellites reported last, by satellite.
    List<ReportedConfig> reports();
}
