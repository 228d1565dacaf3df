package dev.perigee.satellite.inbox;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Cancellation;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.satellite.ledger.Standing;
import dev.perigee.satellite.outbox.Outbox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what of that which arrives is to be run. Only what is for this satellite and in the session that
/// it was asked in gets through; what is known already is only answered again; the rest
/// is journaled before it is given out to be run, each command once, or to be cancelled. Thread-safe: its monitor
/// guards which cancellations are known.
public final class Inbox {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private final SatelliteId satellite;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Set<CommandId> cancelling = new LinkedHashSet<>();

    public Inbox(SatelliteId satellite, Ledger ledger, Outbox outbox) {
        this.satellite = satellite;
        this.ledger = ledger;
        this.outbox = outbox;
    }

    /// The commands that were running when the satellite died. Those that may run again are given out for it; the
    /// others are interrupted.
    public List<Delivery> recover() {
        List<Delivery> again = new ArrayList<>();
        for (Delivery delivery : ledger.running()) {
            if (delivery.idempotent()) {
                again.add(delivery);
            } else {
                outbox.end(
                        delivery.command(),
                        new Result.Interrupted(
                                "the satellite stopped while it ran the command", Output.EMPTY, Output.EMPTY));
            }
        }
        return again;
    }

    /// Whether it is of use to ask for work: whether what arrives can be journaled.
    public boolean open() {
        return ledger.usable();
    }

    /// The commands that the control plane need not tell to cancel again: it will hear what they came to.
    public synchronized List<CommandId> cancelling() {
        cancelling.removeIf(id -> switch (ledger.standing(id)) {
            case Standing.Running _, Standing.Ended _ -> false;
            case Standing.Unknown _, Standing.Settled _ -> true;
        });
        return cancelling.stream().limit(Poll.CANCELLING_LIMIT).toList();
    }

    /// Takes in what arrived in `session`. What is to be run is journaled; so is the end of what is to be cancelled
    /// and was never seen, so that it is not run when it comes.
    public synchronized Arrival accept(Deliveries arrived, String session) {
        boolean useful = false;
        List<CommandId> toCancel = new ArrayList<>();
        for (Cancellation cancellation : arrived.cancellations()) {
            if (isForMe(cancellation.cancelled(), cancellation.satellite(), cancellation.session(), session)) {
                useful |= cancel(cancellation.cancelled(), toCancel);
            }
        }
        List<Delivery> toRun = begin(arrived.deliveries(), session);
        return new Arrival(toRun, toCancel, useful || !toRun.isEmpty());
    }

    private List<Delivery> begin(List<Delivery> arrived, String session) {
        Map<CommandId, Delivery> distinct = new LinkedHashMap<>();
        for (Delivery delivery : arrived) {
            if (isForMe(delivery.command(), delivery.satellite(), delivery.session(), session) && isNew(delivery)) {
                distinct.putIfAbsent(delivery.command(), delivery);
            }
        }
        List<Delivery> fresh = List.copyOf(distinct.values());
        if (fresh.isEmpty()) {
            return fresh;
        }
        try {
            ledger.begin(fresh);
        } catch (IOException e) {
            log.atError().addKeyValue("commands", fresh.size()).setCause(e).log("cannot journal; commands not taken");
            return List.of();
        }
        fresh.forEach(delivery -> outbox.acknowledge(delivery.command()));
        return fresh;
    }

    private boolean isForMe(CommandId command, SatelliteId to, String session, String asked) {
        boolean mine = to.equals(satellite);
        if (!mine || !session.equals(asked)) {
            log.atWarn()
                    .addKeyValue("command", command)
                    .addKeyValue("satellite", to)
                    .log(mine ? "refused: a replay from another session" : "refused: not for this satellite");
            return false;
        }
        return true;
    }

    /// Whether the satellite did not know that it is to cancel this.
    private boolean cancel(CommandId command, List<CommandId> toCancel) {
        boolean news = cancelling.add(command);
        switch (ledger.standing(command)) {
            case Standing.Unknown _ -> outbox.end(command, Result.Cancelled.NEVER_BEGUN);
            case Standing.Running _ -> toCancel.add(command);
            case Standing.Ended _ -> outbox.reportAgain(command);
            case Standing.Settled _ -> {
                outbox.end(command, ranBefore());
                news = false;
            }
        }
        return news;
    }

    private boolean isNew(Delivery delivery) {
        return switch (ledger.standing(delivery.command())) {
            case Standing.Unknown _ -> true;
            case Standing.Running _ -> {
                outbox.acknowledge(delivery.command());
                yield false;
            }
            case Standing.Ended _ -> {
                outbox.reportAgain(delivery.command());
                yield false;
            }
            case Standing.Settled _ -> {
                outbox.end(delivery.command(), ranBefore());
                yield false;
            }
        };
    }

    private static Result ranBefore() {
        return new Result.Interrupted("it ran before, and its result was reported then", Output.EMPTY, Output.EMPTY);
    }
}
