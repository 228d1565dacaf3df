package dev.perigee.control.broadcast;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.Intake;
import dev.perigee.control.command.Transitions;
import dev.perigee.control.upkeep.Duty;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.broadcast.BroadcastState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes each broadcast from where the store says it is towards its end: creates commands, cancels them, and notes
/// that all have ended. Driven by the duty and, sooner, by kicks, one broadcast after the other on one thread of
/// `logic`; whatever fails, or dies with the process, goes on from the store the next time. Thread-safe.
public final class BroadcastDriver implements Duty {
    /// After so many steps the other broadcasts have their turn.
    private static final int STEPS_MAX = 20;
    /// A broadcast that waits for room is driven when this part of what may be live has ended.
    private static final int ROOM_PART = 20;

    private static final Logger log = LoggerFactory.getLogger(BroadcastDriver.class);

    private final BroadcastStore store;
    private final Means means;
    private final BroadcastHints hints;
    private final BroadcastWaits waits;
    private final int batch;
    private final Set<BroadcastId> due = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean working = new AtomicBoolean();

    /// What it drives with.
    public record Means(
            Intake intake, Transitions transitions, InstantSource clock, RandomGenerator random, Executor logic) {}

    /// How many commands are created or cancelled in one transaction, and how many callers may wait for an end.
    public record Limits(int batch, int waitsMax) {
        public static final int BATCH_DEFAULT = 500;
    }

    public BroadcastDriver(BroadcastStore store, Means means, BroadcastHints hints, Limits limits) {
        this.store = store;
        this.means = means;
        this.hints = hints;
        this.batch = limits.batch();
        this.waits = new BroadcastWaits(limits.waitsMax());
        hints.kickedBy(this::kick);
    }

    @Override
    public String name() {
        return "broadcast-driver";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void run() {
        store.live(Integer.MAX_VALUE).forEach(broadcast -> kick(broadcast.id()));
    }

    BroadcastWaits waits() {
        return waits;
    }

    /// There may be something to do for this one. Never blocks.
    void kick(BroadcastId id) {
        due.add(id);
        if (working.compareAndSet(false, true)) {
            try {
                means.logic().execute(this::work);
            } catch (RejectedExecutionException _) {
                // The control plane stops; the next one goes on.
                working.set(false);
            }
        }
    }

    /// The one way in which a broadcast's state changes: if nothing else has changed it, and then whoever waits is
    /// told. Returns whether it did.
    boolean move(BroadcastDecision.Move move) {
        if (!store.apply(move, List.of())) {
            return false;
        }
        Broadcast moved = move.moved();
        String reason = moved.status().reason();
        log.atInfo()
                .addKeyValue("broadcast", moved.id())
                .addKeyValue("state", moved.status().state().wireName())
                .addKeyValue("created", moved.status().created())
                .log(reason == null ? "broadcast moved" : "broadcast moved: " + reason);
        if (moved.status().state().isTerminal()) {
            hints.forget(moved.id());
            waits.ended(moved);
        }
        return true;
    }

    private void work() {
        do {
            try {
                for (BroadcastId id : List.copyOf(due)) {
                    due.remove(id);
                    driveSafely(id);
                }
            } finally {
                working.set(false);
            }
        } while (!due.isEmpty() && working.compareAndSet(false, true));
    }

    private void driveSafely(BroadcastId id) {
        try {
            drive(id);
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("broadcast", id).setCause(e).log("a broadcast cannot go on now; it does later");
        }
    }

    private void drive(BroadcastId id) {
        for (int step = 0; step < STEPS_MAX; step++) {
            Optional<Broadcast> found = store.find(id);
            if (found.isEmpty() || found.get().status().state().isTerminal()) {
                hints.forget(id);
                return;
            }
            Broadcast broadcast = found.get();
            long heard = hints.heard(id);
            // Counted after the broadcast was read: what was created until then is in it.
            Tally tally = store.tally(id);
            BroadcastEvent counted = new BroadcastEvent.Counted(tally);
            if (!follow(
                    BroadcastLifecycle.decide(broadcast, counted, means.clock().instant()))) {
                hints.await(id, heard + endsUntilWorthwhile(broadcast, tally));
                return;
            }
        }
        due.add(id);
    }

    /// Does what was decided; false when there is nothing to do until something ends.
    private boolean follow(BroadcastDecision decision) {
        return switch (decision) {
            case BroadcastDecision.Move move -> {
                move(move);
                yield true;
            }
            case BroadcastDecision.Create create -> {
                create(create);
                yield true;
            }
            case BroadcastDecision.Cancel(Broadcast broadcast) -> cancel(broadcast.id()) > 0;
            case BroadcastDecision.Stay _ -> false;
        };
    }

    private void create(BroadcastDecision.Create create) {
        Broadcast broadcast = create.broadcast();
        int count = Math.min(create.max(), batch);
        Instant now = means.clock().instant();
        List<SatelliteId> members =
                store.members(broadcast.id(), broadcast.status().created(), count);
        List<Command> commands = members.stream()
                .map(member -> broadcast.command(member, now, means.random()))
                .toList();
        means.intake().admitAll(commands, ready -> store.apply(create.advance(count), ready));
    }

    private int cancel(BroadcastId id) {
        List<Command> live = store.uncancelled(id, batch);
        return means.transitions()
                .apply(live, new CommandEvent.CancelRequested("broadcast " + id))
                .size();
    }

    private static int endsUntilWorthwhile(Broadcast broadcast, Tally tally) {
        boolean waitsForRoom = broadcast.status().state() == BroadcastState.RUNNING && broadcast.pending() > 0;
        return Math.max(1, waitsForRoom ? broadcast.liveMax() / ROOM_PART : tally.live());
    }
}
