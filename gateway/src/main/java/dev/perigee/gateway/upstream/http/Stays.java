package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.upstream.Exchange.Event;
import dev.perigee.gateway.upstream.Loss;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// At which replica each open request of a conversation is, and where it was in vain: each is tried once. What surely
/// was not done may be tried anywhere else, what perhaps was only if doing it twice changes nothing. Only on the event
/// loop.
final class Stays {
    private static final Set<String> REPEATABLE = Set.of(
            "tools/list",
            "prompts/list",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "prompts/get",
            "completion/complete",
            "server/discover",
            "ping");

    private final ReplicaSet<EndpointClient> replicas;
    private final Map<PostedRequest, Stay> open = new HashMap<>();

    private record Stay(Turn<EndpointClient> turn, Set<EndpointClient> tried) {}

    Stays(ReplicaSet<EndpointClient> replicas) {
        this.replicas = replicas;
    }

    void begun(PostedRequest request, Turn<EndpointClient> turn) {
        open.put(request, new Stay(turn, Set.of()));
    }

    /// It never went out.
    void dropped(PostedRequest request) {
        Stay stay = open.remove(request);
        if (stay != null) {
            stay.turn().undecided();
        }
    }

    /// The next replica for it, if there is one that it may go to.
    Optional<EndpointClient> elsewhere(PostedRequest request, PostedRequest.Setback setback) {
        Stay stay = open.get(request);
        boolean allowed =
                !setback.perhapsDone() || REPEATABLE.contains(request.request().method());
        if (stay == null || !allowed) {
            return Optional.empty();
        }
        Set<EndpointClient> tried = new HashSet<>(stay.tried());
        tried.add(stay.turn().replica());
        return switch (replicas.choose(tried)) {
            case ReplicaSet.Choice.Chosen<EndpointClient>(Turn<EndpointClient> turn) -> {
                stay.turn().failed();
                open.put(request, new Stay(turn, tried));
                yield Optional.of(turn.replica());
            }
            case ReplicaSet.Choice.NoneLeft<EndpointClient> _ -> Optional.empty();
        };
    }

    /// Somebody is there, however long the whole answer takes.
    void accepted(PostedRequest request) {
        Stay stay = open.get(request);
        if (stay != null) {
            stay.turn().answers();
        }
    }

    void ended(PostedRequest request, Event how) {
        Stay stay = open.remove(request);
        if (stay == null) {
            return;
        }
        switch (how) {
            case Event.Answered _ -> stay.turn().succeeded();
            case Event.Told _, Event.Asked _ -> stay.turn().undecided();
            case Event.Lost(Loss why, boolean _) -> lost(stay.turn(), why);
        }
    }

    /// What became of a message without a response.
    static void told(Turn<EndpointClient> turn, Acceptance.Verdict verdict) {
        switch (verdict) {
            case Acceptance.Verdict.Taken _ -> turn.succeeded();
            case Acceptance.Verdict.Refused _ -> turn.undecided();
            case Acceptance.Verdict.Undeliverable(Loss why, boolean _) -> lost(turn, why);
        }
    }

    /// That too many calls wait for a connection says nothing about the replica.
    private static void lost(Turn<EndpointClient> turn, Loss why) {
        switch (why.cause()) {
            case GONE -> turn.failed();
            case CLOSED, UNAUTHORIZED, SESSION_UNKNOWN, MISBEHAVED, STALLED, NOT_STARTED, UNAVAILABLE ->
                turn.undecided();
        }
    }

    static Loss noneFit(Duration retryAfter) {
        return new Loss(
                Loss.Cause.GONE,
                "no replica is fit; the next is tried in " + Math.max(1, retryAfter.toSeconds()) + " s");
    }
}
