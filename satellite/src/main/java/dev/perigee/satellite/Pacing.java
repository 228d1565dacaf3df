package dev.perigee.satellite;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How long polls wait, and what follows when they do not: where something on the way answers them at once, or lets
/// none be held, the satellite pauses between them, so that it does not ask as fast as it can. For one thread.
final class Pacing {
    /// Between polls that are not held, where nobody says otherwise.
    static final Duration UNHELD_PAUSE = Duration.ofSeconds(2);

    /// Fewer in a row may be hints, which end a poll early.
    private static final int UNHELD_MIN = 3;

    private final Supplier<Duration> wait;
    private final Supplier<Duration> pause;
    private final LongSupplier nanoClock;
    private Duration asked = Duration.ZERO;
    private long begun;
    private int unheld;

    Pacing(Supplier<Duration> wait, Supplier<Duration> pause, LongSupplier nanoClock) {
        this.wait = wait;
        this.pause = pause;
        this.nanoClock = nanoClock;
    }

    /// How long the next poll is to wait. The first answer comes at once, so that it is soon known whether the control
    /// plane lets the satellite in.
    Duration begin(boolean connected) {
        asked = connected ? wait.get() : Duration.ZERO;
        begun = nanoClock.getAsLong();
        return asked;
    }

    /// How long to pause after a poll that brought nothing.
    Duration emptyHanded() {
        if (asked.isZero()) {
            return Duration.ZERO;
        }
        boolean held = nanoClock.getAsLong() - begun >= asked.toNanos() / 2;
        unheld = held ? 0 : Math.min(UNHELD_MIN, unheld + 1);
        return unheld == UNHELD_MIN ? pause.get() : Duration.ZERO;
    }
}
