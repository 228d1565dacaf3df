package dev.perigee.gateway.answers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.gateway.catalog.ChangeListener;
import dev.perigee.gateway.catalog.Freshness;
import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.ServerName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Answers that need not be asked for again. Of the same questions of askers that are alike, asked at the same time,
/// one goes to the server; a result with a `ttlMs` is kept so long, and only one that says `cacheScope: "public"` is
/// ever given to another asker. What changes makes all before it forgotten. Bounded. Thread-safe.
public final class Answers implements ChangeListener {
    private final Bounds bounds;
    private final InstantSource clock;
    private final Changes changes = new Changes();
    private final Map<AnswerKey, Pending> pending = new ConcurrentHashMap<>();
    private final Cache<AnswerKey, Kept> kept;

    /// Of all that is kept; `answerBytesMax` of one.
    public record Bounds(int answersMax, long bytesMax, int answerBytesMax) {
        public static final Bounds DEFAULT = new Bounds(10_000, 64L << 20, 4 << 20);

        public Bounds {
            if (answersMax < 1 || bytesMax < answersMax || answerBytesMax < 1 || answerBytesMax > bytesMax) {
                throw new IllegalArgumentException("answersMax " + answersMax + ", bytesMax " + bytesMax
                        + ", answerBytesMax " + answerBytesMax + ": expected at least one byte for each answer");
            }
        }
    }

    private record Kept(JsonObject result, Instant until) {}

    /// What is to be done about a question.
    public sealed interface Claim {
        /// Nothing: this is the result.
        record Known(JsonObject result) implements Claim {}

        /// Wait for the one who asks it already.
        record Wait(Pending answer) implements Claim {}

        /// Ask it, and tell what came of it.
        record Ask(Asking asking) implements Claim {}
    }

    /// Asks the server. Empty when there is no result: an error, or none at all.
    @FunctionalInterface
    public interface Source<X extends Exception> {
        Optional<JsonObject> ask() throws X, InterruptedException;
    }

    public Answers(Bounds bounds, InstantSource clock) {
        this.bounds = bounds;
        this.clock = clock;
        long least = bounds.bytesMax() / bounds.answersMax();
        this.kept = Caffeine.newBuilder()
                .maximumWeight(bounds.bytesMax())
                .<AnswerKey, Kept>weigher(
                        (_, each) -> (int) Math.max(least, each.result().bytes().length))
                .executor(Runnable::run)
                .build();
    }

    /// What to do about `question`. Who is to ask it must end the asking, as others may wait for that.
    public Claim claim(Question question) {
        Changes.Since since = changes.number(question.server(), question.about());
        AnswerKey own = AnswerKey.own(question, since);
        AnswerKey open = AnswerKey.open(question, since);
        Optional<JsonObject> known = known(open).or(() -> known(own));
        if (known.isPresent()) {
            return new Claim.Known(known.get());
        }
        if (!question.shared()) {
            return new Claim.Ask(new Asking(this, own, open, null));
        }
        Pending fresh = new Pending();
        Pending first = pending.putIfAbsent(own, fresh);
        return first == null ? new Claim.Ask(new Asking(this, own, open, fresh)) : new Claim.Wait(first);
    }

    /// The result for `question`, from `source` if it is not known and nobody gets it within `max`. Empty when the
    /// source has none.
    public <X extends Exception> Optional<JsonObject> get(Question question, Duration max, Source<X> source)
            throws X, InterruptedException {
        return switch (claim(question)) {
            case Claim.Known(JsonObject result) -> Optional.of(result);
            case Claim.Wait(Pending answer) -> {
                Optional<JsonObject> result = answer.await(max);
                // What did not come for another may still come for this one.
                yield result.isPresent() ? result : source.ask();
            }
            case Claim.Ask(Asking asking) -> {
                try (asking) {
                    Optional<JsonObject> result = source.ask();
                    result.ifPresent(asking::answered);
                    yield result;
                }
            }
        };
    }

    /// Something about that part of the server is not as it was: its list, or one of its resources.
    @Override
    public void changed(ServerName server, Capability part) {
        changes.note(server, part);
    }

    /// Nothing about the server need be as it was: it is another, or was away.
    @Override
    public void changed(ServerName server) {
        changes.note(server, null);
    }

    void keep(AnswerKey own, AnswerKey open, JsonObject result) {
        Freshness freshness = Freshness.of(result);
        Duration ttl = freshness.ttl().orElse(Duration.ZERO);
        if (ttl.isPositive() && result.bytes().length <= bounds.answerBytesMax()) {
            kept.put(
                    freshness.isPublic() ? open : own,
                    new Kept(result, clock.instant().plus(ttl)));
        }
    }

    void over(AnswerKey own, @Nullable Pending answer) {
        if (answer != null) {
            pending.remove(own, answer);
        }
    }

    private Optional<JsonObject> known(AnswerKey key) {
        Kept found = kept.getIfPresent(key);
        if (found == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), found.until());
        if (left.isPositive()) {
            // Who keeps it in turn must not keep it for longer than it holds.
            return Optional.of(found.result().with("ttlMs", left.toMillis()));
        }
        kept.asMap().remove(key, found);
        return Optional.empty();
    }
}
