package dev.perigee.testkit.simulation;

import java.time.Duration;
import java.util.List;

/// What kind of run a seed makes: its lane, how much happens in it for how long, the faults, and the settings of both
/// ends.
record Plan(Lane lane, Size size, Faults faults, Settings settings, Defect defect) {
    private static final int LANES = 10;

    /// Which things are left out.
    enum Lane {
        /// No faults: all commands complete, in order.
        CALM,
        /// No faults and no wake-ups.
        CALM_WITHOUT_WAKEUPS,
        /// Faults, and no wake-ups.
        WITHOUT_WAKEUPS,
        /// Faults.
        FAULTY;

        boolean isCalm() {
            return this == CALM || this == CALM_WITHOUT_WAKEUPS;
        }

        boolean hasWakeups() {
            return this == CALM || this == FAULTY;
        }
    }

    /// How many satellites, how many submissions, how likely one does not come together with the one before, for how
    /// long they come, when the last fault is over, and how many broadcasts and changes of
    /// configurations come besides.
    record Size(
            int satellites,
            int submissions,
            double spread,
            Duration busy,
            Duration faultsEnd,
            int broadcasts,
            int changes) {
        private static final int DUTY_RUNS_MAX = 1000;

        /// How often something is done that should be done every `period`: in long runs less often.
        Duration rhythm(Duration period) {
            Duration least = busy.dividedBy(DUTY_RUNS_MAX);
            return least.compareTo(period) > 0 ? least : period;
        }
    }

    /// The limits and durations of both ends.
    record Settings(Duration lease, int attemptsMax, Duration resultGrace, OfQueues queues, OfSatellites satellites) {}

    /// How many commands may be queued for a satellite and in all, how many broadcasts may be under way, and how many
    /// callers may wait.
    record OfQueues(int perSatelliteMax, int max, int broadcastsMax, int waitsMax) {}

    /// How long a satellite's poll waits, how much it may run at once, and from how many bytes on it compacts its
    /// journal.
    record OfSatellites(Duration pollWait, int slotsMax, long compactFromBytes) {}

    static Plan draw(long seed, Chance chance, Defect defect) {
        Lane lane = lane(seed);
        Duration busy = lane.isCalm()
                ? Duration.ofMinutes(chance.between(10, 60))
                : chance.skewed(Duration.ofMinutes(2), Duration.ofHours(4));
        Size size = new Size(
                chance.between(1, 8),
                lane.isCalm() ? chance.between(10, 60) : chance.between(10, 120),
                lane.isCalm() ? 1 : chance.pick(List.of(0.1, 0.5, 1.0)),
                busy,
                busy.plus(chance.between(Duration.ZERO, Duration.ofMinutes(10))),
                chance.between(0, 8),
                chance.between(0, 12));
        Settings settings = new Settings(
                chance.between(Duration.ofSeconds(2), Duration.ofSeconds(30)),
                chance.between(1, 5),
                chance.skewed(Duration.ofMinutes(1), Duration.ofHours(1)),
                new OfQueues(
                        chance.pick(List.of(2, 10, 1000)),
                        chance.pick(List.of(4, 20, 1000)),
                        chance.pick(List.of(1, 3, 1000)),
                        chance.pick(List.of(3, 1000))),
                new OfSatellites(
                        chance.between(Duration.ofSeconds(5), Duration.ofSeconds(30)),
                        lane.isCalm() ? 1 : chance.between(1, 6),
                        chance.pick(List.of(1L, 4096L, Long.MAX_VALUE))));
        return new Plan(lane, size, lane.isCalm() ? Faults.NONE : Faults.draw(chance), settings, defect);
    }

    private static Lane lane(long seed) {
        return switch (Math.floorMod(seed, LANES)) {
            case 1 -> Lane.CALM;
            case 2 -> Lane.CALM_WITHOUT_WAKEUPS;
            case 3 -> Lane.WITHOUT_WAKEUPS;
            default -> Lane.FAULTY;
        };
    }
}
