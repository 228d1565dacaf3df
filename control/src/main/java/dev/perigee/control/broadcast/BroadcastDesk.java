package dev.perigee.control.broadcast;

import dev.perigee.control.access.Caller;
import dev.perigee.control.audit.Audit;
import dev.perigee.control.audit.Deeds;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.target.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where callers submit broadcasts, ask for them, wait for their ends, and pause, resume and abort them. What it
/// has answered is durable. Thread-safe; blocks only for the store.
public final class BroadcastDesk {
    private final BroadcastStore store;
    private final BroadcastDriver driver;
    private final Surroundings around;

    /// The satellites that a target means now for somebody, by id; throws the problem that there are none.
    @FunctionalInterface
    public interface Roster {
        List<SatelliteId> members(Caller caller, Target target, boolean includeStale);
    }

    /// What the desk needs of the world: which satellites a target means, the time, chance, its limits, and who records
    /// what is submitted.
    public record Surroundings(
            Roster roster, InstantSource clock, RandomGenerator random, Limits limits, Audit audit) {}

    /// How often a command is offered unless the request says so, how many members a broadcast may have, how many
    /// broadcasts may be under way, and how many callers may wait for one.
    public record Limits(int attemptsMax, int membersMax, int liveMax, int waitsMax) {
        public static final int LIVE_MAX = 100;
    }

    public BroadcastDesk(BroadcastStore store, BroadcastDriver driver, Surroundings around) {
        this.store = store;
        this.driver = driver;
        this.around = around;
    }

    /// Accepts a broadcast to those who are its target's members now, or finds the one that this caller's key was
    /// used for before. Its commands are created afterwards.
    public Acceptance submit(Caller caller, BroadcastRequest request) {
        Instant now = around.clock().instant();
        Optional<Broadcast> first =
                Optional.ofNullable(request.key()).flatMap(key -> store.keyed(caller.name(), key, now));
        Acceptance acceptance = first.isPresent() ? new Acceptance.Repeated(first.get()) : insert(caller, request, now);
        switch (acceptance) {
            case Acceptance.Accepted(Broadcast broadcast) -> driver.kick(broadcast.id());
            case Acceptance.Repeated(Broadcast earlier) -> refuseOtherRequest(request, earlier);
            case Acceptance.Full _ -> {}
        }
        return acceptance;
    }

    public Broadcast find(BroadcastId id) {
        return store.find(id)
                .orElseThrow(
                        () -> new ProblemException(ProblemType.BROADCAST_UNKNOWN, "no broadcast has the id " + id));
    }

    /// Those that `caller` may see, the newest first.
    public List<Broadcast> list(Caller caller, int max) {
        return store.list(caller.onlyTeam(), max);
    }

    /// How its commands fare, or came to fare.
    public Tally tally(Broadcast broadcast) {
        return broadcast.status().tally().orElseGet(() -> store.tally(broadcast.id()));
    }

    /// Its commands with their results, by satellite, of those after `after` and of one state if these are given.
    public List<Command> commands(BroadcastId id, @Nullable CommandState state, @Nullable SatelliteId after, int max) {
        return store.commands(find(id).id(), state, after, max);
    }

    /// Its members from position `from` on, in the order in which they get their commands.
    public List<SatelliteId> members(BroadcastId id, int from, int max) {
        return store.members(find(id).id(), from, max);
    }

    public Broadcast pause(String caller, BroadcastId id) {
        return request(id, new BroadcastEvent.PauseRequested(caller), "paused", Set.of(BroadcastState.PAUSED));
    }

    public Broadcast resume(String caller, BroadcastId id) {
        return request(id, new BroadcastEvent.ResumeRequested(caller), "resumed", Set.of(BroadcastState.RUNNING));
    }

    public Broadcast abort(String caller, BroadcastId id) {
        return request(
                id,
                new BroadcastEvent.AbortRequested(caller),
                "aborted",
                Set.of(BroadcastState.ABORTING, BroadcastState.ABORTED));
    }

    /// Calls `told` once the broadcast has ended, at once if it has already; on the thread that noted it or on this
    /// one. The returned action gives up waiting; it may be called at any time, and then `told` is not called any
    /// more.
    public Runnable await(BroadcastId id, Consumer<Broadcast> told) {
        BroadcastWaits.Wait wait = driver.waits().register(id, told);
        if (wait == null) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_WAITS,
                    "more than " + around.limits().waitsMax() + " callers wait for a broadcast; ask again");
        }
        try {
            Broadcast broadcast = find(id);
            if (broadcast.status().state().isTerminal()) {
                wait.end(broadcast);
            }
        } catch (RuntimeException e) {
            wait.cancel();
            throw e;
        }
        return wait::cancel;
    }

    private Acceptance insert(Caller caller, BroadcastRequest request, Instant now) {
        Instant notBefore = request.notBefore();
        if (notBefore != null && notBefore.isAfter(now.plus(CommandDesk.NOT_BEFORE_MAX))) {
            throw new BadValue(
                    "notBefore", notBefore, "at most " + CommandDesk.NOT_BEFORE_MAX.toDays() + " days ahead");
        }
        List<SatelliteId> members = around.roster().members(caller, request.to(), request.includeStale());
        Limits limits = around.limits();
        if (members.size() > limits.membersMax()) {
            throw new ProblemException(
                    ProblemType.TARGET_TOO_LARGE,
                    "target \"" + request.to().text() + "\" means " + members.size() + " satellites; expected at most "
                            + limits.membersMax() + " (limits.broadcast-members-max)");
        }
        Broadcast broadcast = newBroadcast(caller, request, members.size(), now);
        around.audit()
                .record(Deeds.submission(
                        caller,
                        AuditAct.BROADCAST_SUBMITTED,
                        broadcast.id().value(),
                        request.to().text(),
                        request.command()));
        return store.insert(broadcast, members, limits.liveMax());
    }

    private Broadcast newBroadcast(Caller caller, BroadcastRequest request, int members, Instant now) {
        Integer attempts = request.attempts();
        return new Broadcast(
                BroadcastId.create(now.toEpochMilli(), around.random()),
                request.to(),
                request.command(),
                new Broadcast.Terms(
                        request.priority(),
                        request.notBefore(),
                        request.ttl(),
                        request.timeout(),
                        attempts == null ? around.limits().attemptsMax() : attempts,
                        request.idempotent()),
                new Broadcast.Origin(caller.name(), caller.onlyTeam(), now, request.key(), request.correlation()),
                request.pacing(),
                members,
                BroadcastStatus.accepted(now));
    }

    /// Lets `event` happen to the broadcast; where it is in one of the states `already`, nothing needs to.
    private Broadcast request(BroadcastId id, BroadcastEvent event, String what, Set<BroadcastState> already) {
        while (true) {
            Broadcast broadcast = find(id);
            BroadcastState state = broadcast.status().state();
            if (already.contains(state)) {
                return broadcast;
            }
            if (!(BroadcastLifecycle.decide(broadcast, event, around.clock().instant())
                    instanceof BroadcastDecision.Move move)) {
                throw new ProblemException(
                        ProblemType.BROADCAST_STATE,
                        "broadcast " + id + " is " + state.wireName() + " and can no longer be " + what);
            }
            if (driver.move(move)) {
                driver.kick(id);
                return move.moved();
            }
        }
    }

    private static void refuseOtherRequest(BroadcastRequest request, Broadcast first) {
        if (!first.target().equals(request.to()) || !first.spec().equals(request.command())) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "key \"" + request.key() + "\" was used for another request, broadcast " + first.id()
                            + "; expected a new key, or the same target and command");
        }
    }
}
