package dev.perigee.control.event;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.upkeep.Duty;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.event.EventData;
import dev.perigee.protocol.event.FleetEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the control plane itself says, on its way to the store: `say` never blocks, and what waits is lost when
/// the process is killed; `sayAndKeep` returns when it is durable. As long as the store is away it waits here,
/// 10,000 at most, the oldest giving way and being counted. Thread-safe: its monitor guards what waits,
/// `keeping` lets one thread at a time write.
public final class OwnEvents implements Duty {
    private static final Logger log = LoggerFactory.getLogger(OwnEvents.class);

    static final int WAITING_MAX = 10_000;
    private static final int BATCH = 100;

    private final EventDesk desk;
    private final Executor logic;
    private final ReentrantLock keeping = new ReentrantLock();
    private final ArrayDeque<NewEvent> waiting = new ArrayDeque<>();
    private Function<SatelliteId, Optional<TeamName>> teams = _ -> Optional.empty();
    private boolean working;
    private long dropped;
    private @Nullable Instant droppedSince;

    public OwnEvents(EventDesk desk, Executor logic) {
        this.desk = desk;
        this.logic = logic;
    }

    /// Whose satellites are, asked where that may block; set once, before anything happens.
    public synchronized void teamsBy(Function<SatelliteId, Optional<TeamName>> owners) {
        teams = owners;
    }

    /// Says what happened, to a satellite and of a team if it is one's. Any thread; never blocks.
    public void say(@Nullable SatelliteId satellite, @Nullable TeamName team, EventData data) {
        add(satellite, team, data);
        kick();
    }

    /// As `say`, and it is durable when this returns, unless the store takes nothing now: then it waits here.
    /// For what was asked for and is not answered yet; blocks.
    void sayAndKeep(@Nullable SatelliteId satellite, @Nullable TeamName team, EventData data) {
        add(satellite, team, data);
        try {
            keepAll();
        } catch (StoreUnavailable | OutcomeUnknown e) {
            log.atWarn().setCause(e).log("an event waits in memory: the store takes nothing now");
        }
    }

    private synchronized void add(@Nullable SatelliteId satellite, @Nullable TeamName team, EventData data) {
        waiting.add(desk.own(satellite, team, data));
        if (waiting.size() > WAITING_MAX) {
            droppedSince = dropped++ == 0 ? waiting.element().event().time() : droppedSince;
            waiting.remove();
        }
    }

    @Override
    public String name() {
        return "own-events-keeper";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(1);
    }

    /// What the store did not take before.
    @Override
    public void run() {
        kick();
    }

    /// Keeps all that waits, on this thread. Throws what the store throws; the rest waits on.
    public void keepAll() {
        keeping.lock();
        try {
            for (List<NewEvent> batch = batch(); !batch.isEmpty(); batch = batch()) {
                desk.keep(batch.stream().map(this::owned).toList());
                forget(batch);
            }
        } finally {
            keeping.unlock();
        }
    }

    private void kick() {
        synchronized (this) {
            if (working || waiting.isEmpty()) {
                return;
            }
            working = true;
        }
        try {
            logic.execute(this::work);
        } catch (RejectedExecutionException _) {
            // The control plane stops, and keeps what waits as it does.
            synchronized (this) {
                working = false;
            }
        }
    }

    private void work() {
        boolean done = false;
        try {
            keepAll();
            done = true;
        } finally {
            synchronized (this) {
                working = false;
            }
        }
        if (done) {
            kick();
        }
    }

    private synchronized List<NewEvent> batch() {
        if (dropped > 0 && waiting.size() < WAITING_MAX) {
            waiting.add(desk.own(null, null, new FleetEvent.Dropped(dropped, droppedSince)));
            dropped = 0;
        }
        List<NewEvent> batch = new ArrayList<>(BATCH);
        for (NewEvent event : waiting) {
            if (batch.size() == BATCH) {
                break;
            }
            batch.add(event);
        }
        return batch;
    }

    /// Those that gave way meanwhile are gone already.
    private synchronized void forget(List<NewEvent> kept) {
        for (NewEvent event : kept) {
            if (event.equals(waiting.peek())) {
                waiting.remove();
            }
        }
    }

    private NewEvent owned(NewEvent event) {
        if (event.satellite() == null || event.team() != null) {
            return event;
        }
        Function<SatelliteId, Optional<TeamName>> owners;
        synchronized (this) {
            owners = teams;
        }
        return new NewEvent(
                event.event(),
                event.satellite(),
                owners.apply(event.satellite()).orElse(null));
    }
}
