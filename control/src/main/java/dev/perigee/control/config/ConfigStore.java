package dev.perigee.control.config;

import dev.perigee.protocol.config.ConfigScope;
import java.util.List;

/// Keeps layers and their revisions, and what satellites report. Every method may be called from any thread and
/// blocks until it is done; what it wrote is durable then. Throws `StoreUnavailable` like `CommandStore`. Documents
/// are kept as they are, with what is secret in them.
public interface ConfigStore {
    /// Adds a revision to a layer whose newest is `expected`, 0 when it is to have none. Of several at the same moment
    /// that expect the same, one is kept.
    Putting put(LayerRevision revision, long expected);

    /// The newest revision of each layer.
    List<LayerRevision> newest();

    /// Those of a layer, newest first, at most `limit`, with numbers up to `upTo`.
    List<LayerRevision> history(ConfigScope layer, long upTo, int limit);

    /// Keeps what a satellite reports in the place of what it reported before.
    void report(ReportedConfig reported);

    /// What satellites reported last, by satellite.
    List<ReportedConfig> reports();
}
