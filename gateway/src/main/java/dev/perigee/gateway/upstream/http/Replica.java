package dev.perigee.gateway.upstream.http;

import java.time.Duration;

/// How one replica has done, and so what it may take. Guarded by its set's lock.
final class Replica<R> {
    private static final double SHARE_MIN = 0.1;
    private static final int DOUBLINGS_MAX = 20;

    private final R value;
    private final ReplicaSet.Settings settings;
    private State state = State.FIT;
    private int outstanding;
    private int failures;
    private int ejections;
    private long until;
    private long returnedAt;
    private long lastTurn;

    private enum State {
        /// Takes requests.
        FIT,
        /// Takes none until its time is over, then one.
        OUT,
        /// That one is under way. When it shows nothing for a while, another is taken.
        PROBED,
        /// Takes requests, but not yet its whole share.
        RETURNING
    }

    Replica(R value, ReplicaSet.Settings settings) {
        this.value = value;
        this.settings = settings;
    }

    R value() {
        return value;
    }

    int outstanding() {
        return outstanding;
    }

    boolean ejected() {
        return switch (state) {
            case OUT, PROBED -> true;
            case FIT, RETURNING -> false;
        };
    }

    boolean takes(long now) {
        return switch (state) {
            case FIT, RETURNING -> true;
            case OUT, PROBED -> now - until >= 0;
        };
    }

    boolean dueAt(long now) {
        return ejected() && now - until >= 0;
    }

    /// Outstanding requests, weighed by the share it takes.
    double load(long now) {
        return (outstanding + 1) / share(now);
    }

    long lastTurn() {
        return lastTurn;
    }

    /// How long until it may be tried.
    long nanosOut(long now) {
        return ejected() ? Math.max(0, until - now) : 0;
    }

    void taken(long turn, long now) {
        outstanding++;
        lastTurn = turn;
        if (ejected()) {
            state = State.PROBED;
            until = now + settings.ejectedMin().toNanos();
        }
    }

    void released() {
        outstanding--;
    }

    /// What came of a request. One that began before the ejection changes nothing any more.
    void succeeded(long now) {
        switch (state) {
            case FIT, RETURNING -> failures = 0;
            case PROBED -> comeBack(now);
            case OUT -> {}
        }
    }

    void failed(long now) {
        settle(now);
        switch (state) {
            case FIT, RETURNING -> {
                failures++;
                if (failures >= settings.failuresMax()) {
                    eject(now);
                }
            }
            case PROBED -> eject(now);
            case OUT -> {}
        }
    }

    void checked(boolean healthy, long now) {
        if (!healthy && dueAt(now)) {
            eject(now);
        } else if (!healthy) {
            failed(now);
        } else if (ejected()) {
            comeBack(now);
        } else {
            failures = 0;
        }
    }

    /// A probe that found nothing out leaves the place to another.
    void undecided(long now) {
        if (state == State.PROBED) {
            state = State.OUT;
            until = now;
        }
    }

    private void comeBack(long now) {
        state = State.RETURNING;
        failures = 0;
        returnedAt = now;
    }

    private void eject(long now) {
        Duration wait = settings.ejectedMin().multipliedBy(1L << Math.min(ejections, DOUBLINGS_MAX));
        Duration bounded = wait.compareTo(settings.ejectedMax()) < 0 ? wait : settings.ejectedMax();
        ejections++;
        until = now + bounded.toNanos();
        state = State.OUT;
    }

    private double share(long now) {
        settle(now);
        return state == State.RETURNING ? Math.max(SHARE_MIN, returned(now)) : 1;
    }

    /// Forgets its ejections once it has its whole share again.
    private void settle(long now) {
        if (state == State.RETURNING && (settings.returning().isZero() || returned(now) >= 1)) {
            state = State.FIT;
            ejections = 0;
        }
    }

    private double returned(long now) {
        return (double) (now - returnedAt) / Math.max(1, settings.returning().toNanos());
    }
}
