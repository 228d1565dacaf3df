package dev.perigee.control.dispatch;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.Openings;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.delivery.Cancellation;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Delivery;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One satellite's open channel. Hinted, it claims as much as it has credit for, and hands that to its sink with what
/// the satellite is to cancel and does not know of; waiting, it holds no thread. A hint that comes while it claims
/// makes it claim again, so none is lost between check and wait.
/// Thread-safe; its own monitor guards its state, and claiming happens outside it, on one thread at a time.
public final class DeliverySession implements Openings.Opening {
    private static final int CANCELLATIONS_MAX = 256;

    private final Sessions.Shared shared;
    private final Consumer<DeliverySession> atEnd;
    private final Satellite satellite;
    private final SessionRequest request;
    private final DeliverySink sink;
    /// What it was told to cancel; used by the thread that works.
    private final Set<CommandId> told = new HashSet<>();

    private int credit;
    private boolean hinted;
    private boolean working;
    private boolean over;
    private @Nullable SessionEnd ending;

    DeliverySession(
            Sessions.Shared shared,
            Consumer<DeliverySession> atEnd,
            Satellite satellite,
            SessionRequest request,
            DeliverySink sink) {
        this.shared = shared;
        this.atEnd = atEnd;
        this.satellite = satellite;
        this.request = request;
        this.credit = request.credit();
        this.sink = sink;
    }

    Satellite satellite() {
        return satellite;
    }

    /// How many deliveries it may take now.
    synchronized int credit() {
        return credit;
    }

    /// There may be something to claim. Never blocks.
    void hint() {
        synchronized (this) {
            hinted = true;
            if (working || over) {
                return;
            }
            working = true;
        }
        shared.logic().execute(this::work);
    }

    /// As `hint`, but claims on the calling thread.
    void hintHere() {
        synchronized (this) {
            hinted = true;
            if (working || over) {
                return;
            }
            working = true;
        }
        work();
    }

    /// Takes the session for one command that is about to be inserted: when it waits, and knows of nothing to claim.
    boolean take() {
        synchronized (this) {
            if (working
                    || over
                    || hinted
                    || ending != null
                    || credit <= 0
                    || shared.dispatcher().draining()) {
                return false;
            }
            working = true;
            return true;
        }
    }

    @Override
    public Instant leaseUntil() {
        return shared.dispatcher().leaseUntil();
    }

    @Override
    public void deliver(Command leased) {
        try {
            handOver(List.of(leased), List.of());
        } catch (RuntimeException e) {
            endWith(new SessionEnd.Failed(e));
        }
        work();
    }

    @Override
    public void giveBack() {
        work();
    }

    /// The satellite can take `more` deliveries.
    public void grant(int more) {
        synchronized (this) {
            credit += more;
        }
        hint();
    }

    /// Ends the session, after the claim that is under way if there is one. The first reason given stands.
    public void finish(SessionEnd why) {
        synchronized (this) {
            if (ending == null) {
                ending = why;
            }
            if (working || over) {
                return;
            }
            working = true;
        }
        work();
    }

    private void work() {
        while (hasWork()) {
            try {
                takeTurn();
            } catch (RuntimeException e) {
                endWith(new SessionEnd.Failed(e));
            }
        }
    }

    /// Whether to look again; otherwise there is nothing to do any more and the thread may go.
    private boolean hasWork() {
        SessionEnd why;
        synchronized (this) {
            if (ending == null && hinted) {
                hinted = false;
                return true;
            }
            working = false;
            if (ending == null || over) {
                return false;
            }
            over = true;
            why = ending;
        }
        atEnd.accept(this);
        sink.end(why);
        return false;
    }

    private void takeTurn() {
        List<CommandId> cancelled = untold();
        int want = credit();
        Claim claim = want > 0 ? shared.dispatcher().claim(satellite.id(), want) : noClaim();
        switch (claim) {
            case Claim.Leased(List<Command> commands) -> {
                hintAgain();
                handOver(commands, cancelled);
            }
            case Claim.Draining _ -> endWith(new SessionEnd.Draining());
            case Claim.Empty _ -> {
                if (!cancelled.isEmpty()) {
                    hintAgain();
                    handOver(List.of(), cancelled);
                }
            }
        }
    }

    private Claim noClaim() {
        return shared.dispatcher().draining() ? new Claim.Draining() : new Claim.Empty();
    }

    /// What is to be cancelled and the satellite does not know of.
    private List<CommandId> untold() {
        List<CommandId> all = shared.cancellations().of(satellite.id());
        if (!told.isEmpty()) {
            told.retainAll(Set.copyOf(all));
        }
        return all.stream()
                .filter(id -> !told.contains(id) && !request.cancelling().contains(id))
                .limit(CANCELLATIONS_MAX)
                .toList();
    }

    private void handOver(List<Command> commands, List<CommandId> cancelled) {
        synchronized (this) {
            credit -= commands.size();
        }
        told.addAll(cancelled);
        Deliveries deliveries = new Deliveries(
                commands.stream().map(this::delivery).toList(),
                cancelled.stream().map(this::cancellation).toList());
        switch (sink.deliver(deliveries)) {
            case OPEN -> {}
            case FULL -> endWith(new SessionEnd.Finished());
            case GONE -> {
                if (!commands.isEmpty()) {
                    shared.dispatcher().release(commands);
                }
                endWith(new SessionEnd.Finished());
            }
        }
    }

    /// There may be more than was claimed.
    private synchronized void hintAgain() {
        hinted = true;
    }

    private Delivery delivery(Command command) {
        return new Delivery(
                command.id(),
                command.satellite(),
                request.session(),
                command.status().attempts(),
                command.status()
                        .leaseUntil()
                        .orElseThrow(() -> new IllegalStateException(CommandState.LEASED + " without a lease")),
                command.spec(),
                command.terms().timeout(),
                command.terms().idempotent());
    }

    private Cancellation cancellation(CommandId cancelled) {
        return new Cancellation(cancelled, satellite.id(), request.session());
    }

    private synchronized void endWith(SessionEnd why) {
        if (ending == null) {
            ending = why;
        }
    }
}
