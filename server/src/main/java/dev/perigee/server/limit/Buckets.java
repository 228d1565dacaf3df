package dev.perigee.server.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/// One token bucket a key, all at one rate. Bounded: what has rested until it is full again is forgotten, and of more
/// than `KEYS_MAX` those that are used least. Thread-safe; blocks nobody.
final class Buckets {
    static final int KEYS_MAX = 100_000;

    private final String name;
    private final Rate rate;
    private final Meter meter;
    private final Cache<String, Bucket> buckets;

    /// The time of buckets.
    private record Meter(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    Buckets(String name, Rate rate, LongSupplier nanos) {
        this.name = name;
        this.rate = rate;
        this.meter = new Meter(nanos);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(KEYS_MAX)
                .expireAfterAccess(rate.rest().plusSeconds(1))
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    Take take(String key) {
        ConsumptionProbe probe = buckets.get(key, _ -> full()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? new Take.Given(probe.getRemainingTokens())
                : new Take.Refused(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /// Takes back what was given for something that is not to count.
    void giveBack(String key) {
        buckets.get(key, _ -> full()).addTokens(1);
    }

    /// What came of asking for one call.
    sealed interface Take {
        /// There are so many left.
        record Given(long left) implements Take {}

        /// There is one again after so long.
        record Refused(Duration delay) implements Take {
            /// In whole seconds, as headers have it, never 0.
            long seconds() {
                return Math.max(1, delay.plusSeconds(1).minusNanos(1).toSeconds());
            }
        }
    }

    String name() {
        return name;
    }

    /// `RateLimit-Policy`, of draft-ietf-httpapi-ratelimit-headers: the whole burst in the time in which it comes back.
    String policy() {
        return "\"" + name + "\";q=" + rate.burst() + ";w=" + rate.rest().toSeconds();
    }

    /// `RateLimit`: what is left, and the seconds until all of it is there again.
    String state(Take take) {
        long left = switch (take) {
            case Take.Given(long some) -> some;
            case Take.Refused _ -> 0;
        };
        return "\"" + name + "\";r=" + left + ";t=" + Math.ceilDiv(rate.burst() - left, rate.perSecond());
    }

    Rate rate() {
        return rate;
    }

    /// How many keys it holds, after some of those are forgotten that are due to be.
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(meter)
                .build();
    }
}
