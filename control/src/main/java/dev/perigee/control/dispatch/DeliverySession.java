package dev.perigee.control.dispatch;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.Openings;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.SignedDelivery;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One satellite's open channel. Hinted, it claims as much as it has credit for and hands that to its sink; waiting, it
/// holds no thread. A hint that comes while it claims makes it claim again, so none is lost between check and wait.
/// Thread-safe; its own monitor guards its state, and claiming happens outside it, on one thread at a time.
public final class DeliverySession implements Openings.Opening {
    private final Dispatcher dispatcher;
    private final Executor logic;
    private final Consumer<DeliverySession> atEnd;
    private final Satellite satellite;
    private final String name;
    private final DeliverySink sink;

    private int credit;
    private boolean hinted;
    private boolean working;
    private boolean over;
    private @Nullable SessionEnd ending;

    DeliverySession(
            Sessions.Shared shared,
            Consumer<DeliverySession> atEnd,
            Satellite satellite,
            String name,
            int credit,
            DeliverySink sink) {
        this.dispatcher = shared.dispatcher();
        this.logic = shared.logic();
        this.atEnd = atEnd;
        this.satellite = satellite;
        this.name = name;
        this.credit = credit;
        this.sink = sink;
    }

    Satellite satellite() {
        return satellite;
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
        logic.execute(this::work);
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
            if (working || over || hinted || ending != null || credit <= 0 || dispatcher.draining()) {
                return false;
            }
            working = true;
            return true;
        }
    }

    @Override
    public Instant leaseUntil() {
        return dispatcher.leaseUntil();
    }

    @Override
    public void deliver(Command leased) {
        try {
            handOver(List.of(leased));
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
        for (int want = nextWant(); want > 0; want = nextWant()) {
            try {
                switch (dispatcher.claim(satellite.id(), want)) {
                    case Claim.Leased(List<Command> commands) -> {
                        hintAgain();
                        handOver(commands);
                    }
                    case Claim.Draining _ -> endWith(new SessionEnd.Draining());
                    case Claim.Empty _ -> {}
                }
            } catch (RuntimeException e) {
                endWith(new SessionEnd.Failed(e));
            }
        }
    }

    /// How many to claim now; 0 when there is nothing to do any more and the thread may go.
    private int nextWant() {
        SessionEnd why;
        synchronized (this) {
            if (ending == null && hinted && credit > 0) {
                hinted = false;
                return credit;
            }
            working = false;
            if (ending == null || over) {
                return 0;
            }
            over = true;
            why = ending;
        }
        atEnd.accept(this);
        sink.end(why);
        return 0;
    }

    private void handOver(List<Command> commands) {
        synchronized (this) {
            credit -= commands.size();
        }
        List<SignedDelivery> deliveries = commands.stream().map(this::seal).toList();
        switch (sink.deliver(deliveries)) {
            case OPEN -> {}
            case FULL -> endWith(new SessionEnd.Finished());
            case GONE -> {
                dispatcher.release(commands);
                endWith(new SessionEnd.Finished());
            }
        }
    }

    /// There may be more than was claimed.
    private synchronized void hintAgain() {
        hinted = true;
    }

    private SignedDelivery seal(Command command) {
        Delivery delivery = new Delivery(
                command.id(),
                command.satellite(),
                name,
                command.status().attempts(),
                command.status()
                        .leaseUntil()
                        .orElseThrow(() -> new IllegalStateException(CommandState.LEASED + " without a lease")),
                command.spec(),
                command.terms().timeout(),
                command.terms().idempotent());
        return SignedDelivery.seal(delivery, satellite.deliveryKey());
    }

    private synchronized void endWith(SessionEnd why) {
        if (ending == null) {
            ending = why;
        }
    }
}
