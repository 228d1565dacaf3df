package dev.perigee.gateway.upstream.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Which of several replicas of one server a request goes to: the one with the least to do, or the one that alone
/// knows its session. A replica that fails several times in a row is left out for a while that doubles from time to
/// time, is then tried with one request at a time, and after that takes its share again slowly. Thread-safe: its lock
/// guards it.
public final class ReplicaSet<R> {
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Replica<R>> replicas;
    private long turns;

    /// `failuresMax` in a row eject a replica, for `ejectedMin` at first and never longer than `ejectedMax`.
    /// `returning`: until it has its whole share again.
    public record Settings(int failuresMax, Duration ejectedMin, Duration ejectedMax, Duration returning) {
        public static final Settings DEFAULT =
                new Settings(5, Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(30));

        public Settings {
            if (failuresMax < 1) {
                throw new IllegalArgumentException("failuresMax " + failuresMax + ": expected at least 1");
            }
            if (ejectedMin.toMillis() < 1 || ejectedMax.compareTo(ejectedMin) < 0 || returning.isNegative()) {
                throw new IllegalArgumentException("ejectedMin " + ejectedMin + " to ejectedMax " + ejectedMax
                        + ": expected at least 1 ms, rising");
            }
        }
    }

    public sealed interface Choice<R> {
        record Chosen<R>(Turn<R> turn) implements Choice<R> {}

        /// All that may be tried are left out at the moment, the first of them for `retryAfter` more.
        record NoneLeft<R>(Duration retryAfter) implements Choice<R> {}
    }

    /// How one replica does.
    public record Standing<R>(R replica, int outstanding, boolean ejected) {}

    public ReplicaSet(List<R> replicas, Settings settings, LongSupplier nanoTime) {
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("replicas: expected at least one");
        }
        this.nanoTime = nanoTime;
        this.replicas =
                replicas.stream().map(each -> new Replica<>(each, settings)).toList();
    }

    /// A server that there is only one of, and that is therefore never left out.
    public static <R> ReplicaSet<R> single(R only) {
        Settings never = new Settings(Integer.MAX_VALUE, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);
        return new ReplicaSet<>(List.of(only), never, () -> 0);
    }

    /// For a request that may go anywhere but to those it was `tried` at.
    public Choice<R> choose(Set<R> tried) {
        return locked(() -> leastBusy(tried));
    }

    /// For a request that only `which` can take.
    public Choice<R> at(R which) {
        return locked(() -> {
            long now = now();
            Replica<R> home = replicas.stream()
                    .filter(replica -> replica.value().equals(which))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(which + ": expected one of the replicas"));
            return home.takes(now) ? chosen(home, now) : new Choice.NoneLeft<>(Duration.ofNanos(home.nanosOut(now)));
        });
    }

    /// Whether any other than `which` takes requests now.
    public boolean othersFit(R which) {
        return locked(
                () -> replicas.stream().anyMatch(replica -> !replica.value().equals(which) && !replica.ejected()));
    }

    public boolean isOut(R which) {
        return locked(
                () -> replicas.stream().anyMatch(replica -> replica.value().equals(which) && replica.ejected()));
    }

    /// Whom an active health check should look at now: those whose time out is over. Tell what it found to `checked`.
    public List<R> due() {
        return locked(() -> replicas.stream()
                .filter(replica -> replica.dueAt(now()))
                .map(Replica::value)
                .toList());
    }

    /// What an active health check found. One that is well comes back at once, if slowly.
    public void checked(R which, boolean healthy) {
        lock.lock();
        try {
            replicas.stream()
                    .filter(replica -> replica.value().equals(which))
                    .forEach(replica -> replica.checked(healthy, now()));
        } finally {
            lock.unlock();
        }
    }

    public List<Standing<R>> standings() {
        return locked(() -> replicas.stream()
                .map(replica -> new Standing<>(replica.value(), replica.outstanding(), replica.ejected()))
                .toList());
    }

    void answers(Replica<R> replica) {
        lock.lock();
        try {
            replica.succeeded(now());
        } finally {
            lock.unlock();
        }
    }

    void end(Replica<R> replica, Turn.How how) {
        lock.lock();
        try {
            replica.released();
            switch (how) {
                case SUCCEEDED -> replica.succeeded(now());
                case FAILED -> replica.failed(now());
                case UNDECIDED -> replica.undecided(now());
            }
        } finally {
            lock.unlock();
        }
    }

    private Choice<R> leastBusy(Set<R> tried) {
        long now = now();
        List<Replica<R>> left = replicas.stream()
                .filter(replica -> !tried.contains(replica.value()))
                .toList();
        return left.stream()
                .filter(replica -> replica.takes(now))
                .min(Comparator.comparingDouble((Replica<R> replica) -> replica.load(now))
                        .thenComparingLong(Replica::lastTurn))
                .<Choice<R>>map(replica -> chosen(replica, now))
                .orElseGet(() -> new Choice.NoneLeft<>(Duration.ofNanos(left.stream()
                        .mapToLong(replica -> replica.nanosOut(now))
                        .min()
                        .orElse(0))));
    }

    private Choice<R> chosen(Replica<R> replica, long now) {
        turns++;
        replica.taken(turns, now);
        return new Choice.Chosen<>(new Turn<>(this, replica));
    }

    private long now() {
        return nanoTime.getAsLong();
    }

    private <T> T locked(Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }
}
