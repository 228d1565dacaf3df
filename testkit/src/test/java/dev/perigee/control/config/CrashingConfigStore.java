package dev.perigee.control.config;

import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.testkit.store.InMemoryConfigStore;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A store in whose calls its control plane dies, before they are done or after. What it did, it keeps.
final class CrashingConfigStore implements ConfigStore {
    private final InMemoryConfigStore disk = new InMemoryConfigStore();
    private final BooleanSupplier dies;

    /// The control plane is gone.
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    CrashingConfigStore(BooleanSupplier dies) {
        this.dies = dies;
    }

    private <T> T call(Supplier<T> call) {
        if (dies.getAsBoolean()) {
            throw new Death();
        }
        T done = call.get();
        if (dies.getAsBoolean()) {
            throw new Death();
        }
        return done;
    }

    @Override
    public Putting put(LayerRevision revision, long expected) {
        return call(() -> disk.put(revision, expected));
    }

    @Override
    public Putting stage(LayerRevision revision, Rollout rollout) {
        return call(() -> disk.stage(revision, rollout));
    }

    @Override
    public boolean advance(Rollout before, RolloutStatus next) {
        return call(() -> disk.advance(before, next));
    }

    @Override
    public KeptLayers layers() {
        return call(disk::layers);
    }

    @Override
    public long number() {
        return call(disk::number);
    }

    @Override
    public List<LayerRevision> history(ConfigScope layer, long upTo, int limit) {
        return call(() -> disk.history(layer, upTo, limit));
    }

    @Override
    public Optional<LayerRevision> revision(ConfigScope layer, long number) {
        return call(() -> disk.revision(layer, number));
    }

    @Override
    public Optional<Rollout> rollout(RolloutId id) {
        return call(() -> disk.rollout(id));
    }

    @Override
    public List<Rollout> rollouts(int limit) {
        return disk.rollouts(limit);
    }

    @Override
    public void report(ReportedConfig reported) {
        var _ = call(() -> {
            disk.report(reported);
            return true;
        });
    }

    @Override
    public Optional<ReportedConfig> reported(SatelliteId satellite) {
        return call(() -> disk.reported(satellite));
    }

    @Override
    public List<ReportedConfig> reports() {
        return call(disk::reports);
    }

    /// What is on the disk, whoever lives.
    InMemoryConfigStore disk() {
        return disk;
    }
}
