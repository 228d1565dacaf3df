package dev.perigee.testkit.simulation;

import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.config.KeptLayers;
import dev.perigee.control.config.LayerRevision;
import dev.perigee.control.config.Putting;
import dev.perigee.control.config.ReportedConfig;
import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigScope;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The configurations of a run, with the faults of `StoreCalls` and with what is wrong on purpose.
record FaultyConfigStore(World world, StoreCalls calls) implements ConfigStore {
    @Override
    public Putting put(LayerRevision revision, long expected) {
        return counted(
                () -> disk().put(revision, expected),
                () -> new Putting.Kept(
                        disk().history(revision.layer(), Long.MAX_VALUE, 1).getFirst()),
                putting -> {
                    if (putting instanceof Putting.Kept(LayerRevision kept)) {
                        world.note("configuration stored: " + kept);
                        book().put(kept, expected);
                    }
                });
    }

    @Override
    public Putting stage(LayerRevision revision, Rollout rollout) {
        return counted(
                () -> disk().stage(revision, rollout),
                () -> {
                    Rollout staged = disk().rollout(rollout.id()).orElseThrow();
                    return new Putting.Kept(
                            disk().revision(staged.layer(), staged.revision()).orElseThrow());
                },
                putting -> {
                    if (putting instanceof Putting.Kept(LayerRevision kept)) {
                        world.note("rollout begins: " + rollout.id() + " " + kept + " by "
                                + rollout.plan().wavesText());
                        book().staged(kept, rollout.numbered(kept.number()));
                    }
                });
    }

    @Override
    public boolean advance(Rollout before, RolloutStatus next) {
        RolloutStatus after = defective(next);
        return counted(() -> disk().advance(before, after), () -> true, done -> {
            if (done) {
                world.note("rollout stored: " + before.id() + " " + after);
                book().advanced(before, after, world.books().liveness());
            }
        });
    }

    @Override
    public KeptLayers layers() {
        return calls.read(() -> disk().layers());
    }

    @Override
    public long number() {
        return calls.read(() -> disk().number());
    }

    @Override
    public List<LayerRevision> history(ConfigScope layer, long upTo, int limit) {
        return calls.read(() -> disk().history(layer, upTo, limit));
    }

    @Override
    public Optional<LayerRevision> revision(ConfigScope layer, long number) {
        return calls.read(() -> disk().revision(layer, number));
    }

    @Override
    public Optional<Rollout> rollout(RolloutId id) {
        return calls.read(() -> disk().rollout(id));
    }

    @Override
    public List<Rollout> rollouts(int limit) {
        return calls.read(() -> disk().rollouts(limit));
    }

    @Override
    public void report(ReportedConfig reported) {
        boolean _ = calls.write(new StoreCalls.Write<>(
                () -> {
                    disk().report(reported);
                    return true;
                },
                () -> Optional.of(true)
                        .filter(_ -> !book().hasSaid(reported)
                                && disk().reports().stream()
                                        .anyMatch(there -> there.satellite().equals(reported.satellite())
                                                && there.report().equals(reported.report()))),
                _ -> book().reported(reported)));
    }

    @Override
    public List<ReportedConfig> reports() {
        List<ReportedConfig> reports = calls.read(() -> disk().reports());
        return world.has(Defect.ROLLOUT_BELIEVES_EVERYBODY_WELL)
                ? reports.stream().map(this::well).toList()
                : reports;
    }

    @Override
    public Optional<ReportedConfig> reported(SatelliteId satellite) {
        return calls.read(() -> disk().reported(satellite));
    }

    /// Of a call that counts up the number when it takes effect, and else does nothing.
    private <T> T counted(Supplier<T> call, Supplier<T> answer, Consumer<T> book) {
        return calls.write(new StoreCalls.Write<>(
                call, () -> disk().number() > book().number() ? Optional.of(answer.get()) : Optional.empty(), book));
    }

    private RolloutStatus defective(RolloutStatus next) {
        return world.has(Defect.ROLLOUT_SKIPS_A_WAVE)
                ? new RolloutStatus(
                        next.state(),
                        next.wave() + 1,
                        next.cutoff(),
                        next.since(),
                        next.reason(),
                        next.failing(),
                        next.version())
                : next;
    }

    private ReportedConfig well(ReportedConfig reported) {
        return new ReportedConfig(
                reported.satellite(),
                ConfigReport.applied(
                        reported.report().revision(),
                        book().desired(reported.satellite()).hash()),
                reported.at());
    }

    private ConfigBook book() {
        return world.books().configs();
    }

    private ConfigStore disk() {
        return calls.disk().configs();
    }
}
