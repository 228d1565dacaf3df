package dev.perigee.gateway.door;

import dev.perigee.gateway.answers.Answers.Claim;
import dev.perigee.gateway.rpc.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request's share in an answer that serves several: it gets the result of another, or gets it for others, or
/// neither. Closing it lets those go on who wait for it. Used by one thread.
final class Share implements AutoCloseable {
    private final @Nullable Claim claim;
    private final Later later;

    /// Hears of each result of the server.
    @FunctionalInterface
    interface Later {
        void came(JsonObject result) throws InterruptedException;
    }

    Share(@Nullable Claim claim, Later later) {
        this.claim = claim;
        this.later = later;
    }

    /// The result that need not be asked for; empty when it must, or when it did not come within `max`.
    Optional<JsonObject> result(Duration max) throws InterruptedException {
        return switch (claim) {
            case Claim.Known(JsonObject result) -> Optional.of(result);
            case Claim.Wait(var answer) -> answer.await(max);
            case Claim.Ask _ -> Optional.empty();
            case null -> Optional.empty();
        };
    }

    /// Whether another gets the result.
    boolean isWaiting() {
        return claim instanceof Claim.Wait;
    }

    /// What a request came to whose result need not be asked for.
    TurnListener.End spared(JsonObject result) {
        return isWaiting() ? new TurnListener.End.Shared(result) : new TurnListener.End.Kept(result);
    }

    /// What the server said.
    void ended(TurnListener.End end) throws InterruptedException {
        if (end instanceof TurnListener.End.Answered(var response)) {
            Optional<JsonObject> result = response.result();
            if (result.isPresent()) {
                if (claim instanceof Claim.Ask(var asking)) {
                    asking.answered(result.get());
                }
                later.came(result.get());
            }
        }
    }

    @Override
    public void close() {
        if (claim instanceof Claim.Ask(var asking)) {
            asking.close();
        }
    }
}
