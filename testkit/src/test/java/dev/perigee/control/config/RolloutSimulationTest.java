package dev.perigee.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.rollout.Rollout;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.rollout.RolloutPlan;
import dev.perigee.protocol.rollout.RolloutState;
import dev.perigee.protocol.target.Labels;
import dev.perigee.testkit.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rollouts from seeds, with crashes of the control plane before and after every call of its store, and of satellites
/// before and after all that they do. The real desks, lifecycle and composition; satellites keep a good configuration
/// on disk and what they try in memory. `-Dseed=S` runs that one.
class RolloutSimulationTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 300;

    @Test
    void whateverDiesNoWaveIsReleasedTooEarlyAndInTheEndEachHasWhatItIsToHave() {
        Optional<Long> one = Optional.ofNullable(System.getProperty("seed"))
                .filter(seed -> !seed.isBlank())
                .map(Long::valueOf);
        Set<RolloutState> ends = EnumSet.noneOf(RolloutState.class);
        for (long seed = one.orElse(1L); seed <= one.orElse((long) SEEDS); seed++) {
            try {
                ends.add(new Run(seed).run());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        if (one.isEmpty()) {
            assertThat(ends)
                    .containsExactlyInAnyOrder(RolloutState.COMPLETED, RolloutState.ROLLED_BACK, RolloutState.ABORTED);
        }
    }

    /// A satellite's machine. `good` outlives a crash, `refused` does not.
    private static final class Machine {
        private final SatelliteId id;
        private final boolean unwilling;
        private Liveness state = Liveness.LIVE;
        private long revision;
        private ConfigDocument good = ConfigDocument.EMPTY;
        private @Nullable ConfigReport refused;

        Machine(SatelliteId id, boolean unwilling) {
            this.id = id;
            this.unwilling = unwilling;
        }

        SatelliteView view() {
            return new SatelliteView(
                    id, state, "1", "linux", null, null, Labels.NONE, null, RolloutPlane.BEGIN, RolloutPlane.BEGIN);
        }
    }

    private static final class Run {
        private final SplittableRandom random;
        private final ManualClock clock = new ManualClock(RolloutPlane.BEGIN);
        private final CrashingConfigStore store;
        private final List<Machine> machines;
        private final ConfigDocument base = RolloutPlane.document("base");
        private final ConfigDocument next = RolloutPlane.document("next");
        private boolean faulty;
        private ConfigDesk desk;
        private RolloutDesk rollouts;
        private @Nullable Rollout seen;

        Run(long seed) {
            random = new SplittableRandom(seed);
            store = new CrashingConfigStore(() -> faulty && of(0.03));
            boolean bad = of(0.4);
            machines = IntStream.rangeClosed(1, random.nextInt(1, 9))
                    .mapToObj(i -> new Machine(new SatelliteId("s" + i), bad && of(0.5)))
                    .toList();
            desk = new ConfigDesk(store, clock, _ -> {});
            rollouts = rollouts();
        }

        RolloutState run() {
            desk.put(new ConfigDesk.Draft(RolloutPlane.GLOBAL, base, "ada", null), 0, views());
            machines.forEach(this::fetch);
            faulty = true;
            for (int step = 0; step < STEPS; step++) {
                step();
                check();
            }
            faulty = false;
            restart();
            machines.forEach(machine -> machine.state = Liveness.LIVE);
            for (int i = 0; i < 20; i++) {
                machines.forEach(this::fetch);
                clock.advance(Duration.ofSeconds(1));
                rollouts.drive();
                check();
                if (seen == null) {
                    start();
                }
            }
            machines.forEach(this::fetch);
            return checkEnd();
        }

        private void step() {
            try {
                switch (random.nextInt(10)) {
                    case 0 -> start();
                    case 1 -> wish();
                    case 2 -> clock.advance(Duration.ofSeconds(random.nextInt(12)));
                    case 3, 4, 5 -> rollouts.drive();
                    case 6 -> crash(machines.get(random.nextInt(machines.size())));
                    default -> fetch(machines.get(random.nextInt(machines.size())));
                }
            } catch (CrashingConfigStore.Death _) {
                restart();
            } catch (ProblemException _) {
                // what somebody wished for cannot be had any more
            }
        }

        private void restart() {
            while (true) {
                try {
                    desk = new ConfigDesk(store, clock, _ -> {});
                    rollouts = rollouts();
                    return;
                } catch (CrashingConfigStore.Death _) {
                    clock.advance(Duration.ofSeconds(1));
                }
            }
        }

        private RolloutDesk rollouts() {
            return new RolloutDesk(desk, store, this::views, clock, random);
        }

        private void start() {
            if (seen == null) {
                List<String> plans = List.of("1", "1,3", "50%", "2,80%", "100%");
                RolloutPlan plan = new RolloutPlan(
                        RolloutPlan.waves(plans.get(random.nextInt(plans.size()))),
                        Duration.ofSeconds(30),
                        Portion.of(of(0.2) ? 1 : 0));
                rollouts.start(new ConfigDesk.Draft(RolloutPlane.GLOBAL, next, "ada", null), 1, plan);
            }
        }

        private void wish() {
            Rollout current = seen;
            if (current != null) {
                switch (random.nextInt(12)) {
                    case 0 -> rollouts.abort("ada", current.id());
                    case 1, 2 -> rollouts.pause("ada", current.id());
                    default -> rollouts.resume("ada", current.id());
                }
            }
        }

        /// Everything in memory is gone; it may be away for a while.
        private void crash(Machine machine) {
            machine.refused = null;
            machine.state = of(0.3) ? Liveness.STALE : Liveness.LIVE;
        }

        /// Asks, takes or refuses, keeps, says so; dies between any two of these.
        private void fetch(Machine machine) {
            machine.state = Liveness.LIVE;
            ConfigView.Effective desired = desk.effective(machine.view());
            boolean other = !desired.hash().equals(machine.good.hash());
            if (dies(machine)) {
                return;
            }
            if (other) {
                assertThat(desired.revision())
                        .as("what is new has a number that is not older")
                        .isGreaterThan(machine.revision);
                if (machine.unwilling && desired.document().equals(next)) {
                    machine.refused = new ConfigReport(machine.revision, machine.good.hash(), desired.hash(), "cannot");
                } else {
                    machine.good = desired.document();
                    machine.revision = desired.revision();
                    machine.refused = null;
                }
            } else {
                machine.refused = null;
            }
            if (!dies(machine)) {
                ConfigReport report = machine.refused == null
                        ? ConfigReport.applied(machine.revision, machine.good.hash())
                        : machine.refused;
                desk.report(machine.id, report);
            }
        }

        private boolean dies(Machine machine) {
            if (faulty && of(0.05)) {
                crash(machine);
                return true;
            }
            return false;
        }

        private void check() {
            assertThat(machines)
                    .as("nothing half-applied")
                    .allSatisfy(machine -> assertThat(machine.good).isIn(ConfigDocument.EMPTY, base, next));
            List<Rollout> all = store.disk().rollouts(10);
            assertThat(all).as("one rollout").hasSizeLessThanOrEqualTo(1);
            Rollout before = seen;
            Rollout now = all.isEmpty() ? null : all.getFirst();
            if (before != null
                    && now != null
                    && now.status().wave() > before.status().wave()) {
                assertThat(now.status().wave()).isEqualTo(before.status().wave() + 1);
                long notWell = machines.stream()
                        .filter(machine -> before.isReleasedTo(machine.id) && machine.state == Liveness.LIVE)
                        .filter(machine -> !hasSaid(machine))
                        .count();
                assertThat(notWell)
                        .as("satellites of the wave before that are not well")
                        .isLessThanOrEqualTo(now.plan().maxFailed().amount());
            }
            if (before != null && before.status().state().isTerminal()) {
                assertThat(now).as("an end is final").isEqualTo(before);
            }
            seen = now;
        }

        /// Whether it said once that it has the new one; it may have crashed since.
        private boolean hasSaid(Machine machine) {
            return store.disk().reports().stream()
                    .anyMatch(reported -> reported.satellite().equals(machine.id)
                            && reported.report().hash().equals(next.hash()));
        }

        private RolloutState checkEnd() {
            Rollout last = seen;
            if (last != null && last.status().state() == RolloutState.PAUSED) {
                rollouts.abort("ada", last.id());
                machines.forEach(this::fetch);
                check();
                last = seen;
            }
            assertThat(last).as("the rollout has begun").isNotNull();
            RolloutState end = last.status().state();
            assertThat(end.isTerminal()).as("it has ended: %s", last).isTrue();
            ConfigDocument expected = end == RolloutState.COMPLETED ? next : base;
            List<String> wrong = new ArrayList<>();
            for (Machine machine : machines) {
                boolean keepsTheOld = machine.unwilling && machine.good.equals(base) && machine.refused != null;
                if (!machine.good.equals(expected) && !(expected.equals(next) && keepsTheOld)) {
                    wrong.add(machine.id + " has " + machine.good.text());
                }
            }
            assertThat(wrong).as("after %s", last.status()).isEmpty();
            return end;
        }

        private List<SatelliteView> views() {
            return machines.stream().map(Machine::view).toList();
        }

        private boolean of(double probability) {
            return random.nextDouble() < probability;
        }
    }
}
