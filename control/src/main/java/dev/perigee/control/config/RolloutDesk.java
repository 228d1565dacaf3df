package dev.perigee.control.config;

import dev.perigee.control.rollout.Rollout;
import dev.perigee.control.rollout.RolloutDecision;
import dev.perigee.control.rollout.RolloutEvent;
import dev.perigee.control.rollout.RolloutLifecycle;
import dev.perigee.control.rollout.RolloutStatus;
import dev.perigee.control.rollout.WaveHealth;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.rollout.FailedSatellite;
import dev.perigee.protocol.rollout.RolloutPlan;
import dev.perigee.protocol.rollout.RolloutState;
import dev.perigee.protocol.rollout.RolloutView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts rollouts, drives them from wave to wave by what satellites report, and has them paused, resumed and aborted.
/// What is decided is durable before a satellite hears of it; after a crash `drive` goes on from there. Thread-safe.
public final class RolloutDesk {
    private static final Logger log = LoggerFactory.getLogger(RolloutDesk.class);
    private static final int LOST_RACES_MAX = 10;

    private final ConfigDesk desk;
    private final ConfigStore store;
    private final Supplier<List<SatelliteView>> fleet;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Instant hearing;

    /// `fleet` are all satellites as they stand.
    public RolloutDesk(
            ConfigDesk desk,
            ConfigStore store,
            Supplier<List<SatelliteView>> fleet,
            InstantSource clock,
            RandomGenerator random) {
        this.desk = desk;
        this.store = store;
        this.fleet = fleet;
        this.clock = clock;
        this.random = random;
        this.hearing = clock.instant();
    }

    /// Releases the draft to the first wave.
    public RolloutView start(ConfigDesk.Draft draft, long expected, RolloutPlan plan) {
        List<SatelliteView> all = fleet.get();
        Instant now = clock.instant();
        RolloutId id = RolloutId.create(now.toEpochMilli(), random);
        Rollout blank =
                new Rollout(id, draft.scope(), expected, 0, plan, draft.author(), now, RolloutStatus.started(0, now));
        List<SatelliteView> concerned = all.stream()
                .filter(satellite -> Member.of(satellite).isIn(draft.scope()))
                .toList();
        long cutoff = WaveCheck.cutoff(blank, 0, concerned);
        Rollout rollout = desk.stage(draft, expected, blank.with(RolloutStatus.started(cutoff, now)), all);
        log.atInfo()
                .addKeyValue("rollout", id)
                .addKeyValue("layer", draft.scope().text())
                .addKeyValue("revision", rollout.revision())
                .log("rollout started");
        return view(rollout, check(all));
    }

    /// Any rollout as it is kept.
    public Rollout find(RolloutId id) {
        return store.rollout(id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.ROLLOUT_UNKNOWN,
                        "rollout \"" + id + "\": expected one that exists, as `perigee config rollouts` lists them"));
    }

    public RolloutView show(Rollout rollout) {
        return view(rollout, check(fleet.get()));
    }

    /// The newest that `fits`, at most `limit`.
    public List<RolloutView> list(int limit, Predicate<Rollout> fits) {
        WaveCheck check = check(fleet.get());
        return store.rollouts(limit).stream()
                .filter(fits)
                .map(rollout -> view(rollout, check))
                .toList();
    }

    public RolloutView pause(String caller, RolloutId id) {
        return grant(id, "paused", new RolloutEvent.PauseRequested(caller));
    }

    public RolloutView resume(String caller, RolloutId id) {
        return grant(id, "resumed", new RolloutEvent.ResumeRequested(caller));
    }

    public RolloutView abort(String caller, RolloutId id) {
        return grant(id, "aborted", new RolloutEvent.AbortRequested(caller));
    }

    /// Does what follows from how satellites fare now.
    public void drive() {
        desk.refresh();
        if (desk.now().rollouts().isEmpty()) {
            return;
        }
        List<SatelliteView> all = fleet.get();
        for (Rollout rollout : desk.now().rollouts()) {
            apply(rollout, check(all).look(rollout, hearing), all);
        }
    }

    private RolloutView grant(RolloutId id, String participle, RolloutEvent wish) {
        List<SatelliteView> all = fleet.get();
        for (int i = 0; i < LOST_RACES_MAX; i++) {
            Rollout rollout = find(id);
            RolloutState state = rollout.status().state();
            if (state.isTerminal()) {
                throw new ProblemException(
                        ProblemType.ROLLOUT_STATE,
                        "rollout " + id + " is " + state.wireName() + " and can no longer be " + participle);
            }
            if (apply(rollout, wish, all)) {
                return view(find(id), check(all));
            }
        }
        throw new IllegalStateException("rollout " + id + " changed " + LOST_RACES_MAX + " times meanwhile");
    }

    /// False when somebody else changed it meanwhile.
    private boolean apply(Rollout rollout, RolloutEvent event, List<SatelliteView> all) {
        return switch (RolloutLifecycle.decide(rollout, event, clock.instant())) {
            case RolloutDecision.Stay _ -> true;
            case RolloutDecision.Move(RolloutStatus next) -> {
                boolean done = desk.advance(rollout, next, all);
                if (done) {
                    log.atInfo()
                            .addKeyValue("rollout", rollout.id())
                            .addKeyValue("state", next.state().wireName())
                            .addKeyValue("wave", next.wave() + 1)
                            .addKeyValue("why", next.reason())
                            .log("rollout went on");
                }
                yield done;
            }
        };
    }

    private WaveCheck check(List<SatelliteView> all) {
        Map<SatelliteId, ReportedConfig> reported =
                store.reports().stream().collect(Collectors.toMap(ReportedConfig::satellite, Function.identity()));
        return new WaveCheck(desk.now(), all, reported);
    }

    private static RolloutView view(Rollout rollout, WaveCheck check) {
        RolloutStatus status = rollout.status();
        RolloutView.Progress progress = null;
        List<FailedSatellite> failing = status.failing();
        if (!status.state().isTerminal()) {
            WaveHealth health = check.health(rollout);
            failing = health.firstFailed();
            progress = new RolloutView.Progress(
                    health.concerned(),
                    health.released(),
                    health.well(),
                    health.waiting(),
                    health.away(),
                    health.failed());
        }
        return new RolloutView(
                rollout.id(),
                rollout.layer(),
                rollout.base(),
                rollout.revision(),
                status.state(),
                rollout.author(),
                rollout.createdAt(),
                rollout.plan(),
                status.wave() + 1,
                status.since(),
                status.reason(),
                failing,
                progress);
    }
}
