package dev.perigee.satellite.inbox;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.DeliveryKey;
import dev.perigee.protocol.delivery.SignedDelivery;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.satellite.ledger.Standing;
import dev.perigee.satellite.outbox.Outbox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what of that which arrives is to be run. Only what this satellite's control plane signed, for this
/// satellite and in the session it was asked in, gets through; what is known already is only answered again; the rest
/// is journaled before it is given out to be run, each command once. Thread-safe.
public final class Inbox {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private final SatelliteId satellite;
    private final DeliveryKey key;
    private final Ledger ledger;
    private final Outbox outbox;

    public Inbox(SatelliteId satellite, DeliveryKey key, Ledger ledger, Outbox outbox) {
        this.satellite = satellite;
        this.key = key;
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

    /// Takes in what arrived in `session`; returns what is to be run now, journaled.
    public synchronized List<Delivery> accept(List<SignedDelivery> arrived, String session) {
        Map<CommandId, Delivery> distinct = new LinkedHashMap<>();
        for (SignedDelivery signed : arrived) {
            verify(signed, session)
                    .filter(this::isNew)
                    .ifPresent(delivery -> distinct.putIfAbsent(delivery.command(), delivery));
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

    private Optional<Delivery> verify(SignedDelivery signed, String session) {
        Optional<Delivery> opened;
        try {
            opened = signed.open(key);
        } catch (BadValue e) {
            log.atError().setCause(e).log("delivery refused: signed, but not readable");
            return Optional.empty();
        }
        if (opened.isEmpty()) {
            log.warn("delivery refused: not signed with this satellite's key");
        }
        return opened.filter(delivery -> {
            boolean mine = delivery.satellite().equals(satellite);
            boolean asked = delivery.session().equals(session);
            if (!mine || !asked) {
                log.atWarn()
                        .addKeyValue("command", delivery.command())
                        .addKeyValue("satellite", delivery.satellite())
                        .log(
                                mine
                                        ? "delivery refused: a replay from another session"
                                        : "delivery refused: not for this satellite");
            }
            return mine && asked;
        });
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
                outbox.end(
                        delivery.command(),
                        new Result.Interrupted(
                                "it ran before, and its result was reported then", Output.EMPTY, Output.EMPTY));
                yield false;
            }
        };
    }
}
