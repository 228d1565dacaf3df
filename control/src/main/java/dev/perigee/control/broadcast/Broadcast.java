package dev.perigee.control.broadcast;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.broadcast.Pacing;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One request to many satellites. Everything but its `status` is fixed when it is submitted, its members too, of
/// which there are `members`; the store has their ids.
public record Broadcast(
        BroadcastId id,
        Target target,
        CommandSpec spec,
        Terms terms,
        Origin origin,
        Pacing pacing,
        int members,
        BroadcastStatus status) {

    /// How each of its commands is to be run; `ttl` counts from the creation of the command.
    public record Terms(
            Priority priority,
            @Nullable Instant notBefore,
            Duration ttl,
            Duration timeout,
            int attemptsMax,
            boolean idempotent) {}

    /// Who asked for it, of which team if of one, and when, with the caller's idempotency key and correlation.
    public record Origin(
            String caller,
            @Nullable TeamName team,
            Instant submittedAt,
            @Nullable String idempotencyKey,
            @Nullable String correlation) {}

    public Broadcast with(BroadcastStatus next) {
        return new Broadcast(id, target, spec, terms, origin, pacing, members, next);
    }

    /// How many members have no command yet.
    public int pending() {
        return members - status.created();
    }

    /// How many of its commands may be live at a time.
    int liveMax() {
        return limit(pacing.maxConcurrent());
    }

    /// How many of its commands may fail before no further one is created.
    int failuresMax() {
        return limit(pacing.maxFailures());
    }

    /// The command of one member, made now.
    Command command(SatelliteId member, Instant now, RandomGenerator random) {
        Instant start = terms.notBefore() != null && terms.notBefore().isAfter(now) ? terms.notBefore() : null;
        return new Command(
                CommandId.create(now.toEpochMilli(), random),
                member,
                spec,
                new Command.Terms(
                        terms.priority(),
                        start,
                        (start == null ? now : start).plus(terms.ttl()),
                        terms.timeout(),
                        terms.attemptsMax(),
                        terms.idempotent()),
                new Command.Origin(origin.caller(), now, null, origin.correlation(), id, null),
                CommandStatus.queued(now, start));
    }

    private int limit(@Nullable Portion portion) {
        return portion == null ? members : portion.outOf(members);
    }
}
