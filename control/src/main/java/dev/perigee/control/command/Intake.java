package dev.perigee.control.command;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.command.Openings.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way in which new commands come in: where a channel waits for a command that is next it is leased as it
/// is inserted and goes out at once, else it is queued; after the commit, whoever listens is told. Thread-safe.
public final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final CommandStore store;
    private final Ways ways;

    /// Where commands go, and whom to tell.
    record Ways(QueueDepths depths, Openings openings, CommandLifecycle lifecycle, CommandListener announcer) {}

    /// A command on its way in, with the channel that was taken for it.
    private record Entrant(Command command, @Nullable Opening opening) {}

    Intake(CommandStore store, Ways ways) {
        this.store = store;
        this.ways = ways;
    }

    /// Adds a command, or finds the one that its key or its dead letter leads to. Throws the problem that the queue
    /// is full.
    Insertion admit(Command command) {
        Entrant entrant = prepared(command);
        Insertion insertion = entrant.opening() == null ? insertQueued(command) : insertLeased(entrant);
        if (insertion instanceof Insertion.Accepted(Command accepted)) {
            log.atDebug()
                    .addKeyValue("command", accepted.id())
                    .addKeyValue("satellite", accepted.satellite())
                    .log("accepted");
        }
        return insertion;
    }

    /// Adds the commands of a broadcast: `insert` makes all of them durable as they are handed to it, or returns
    /// false or throws, and none is there. They are counted as queued and never refused: there is one a satellite.
    /// Returns what `insert` did.
    public boolean admitAll(List<Command> commands, Predicate<List<Command>> insert) {
        List<Entrant> entrants = new ArrayList<>(commands.size());
        int done = 0;
        try {
            commands.forEach(command -> entrants.add(prepared(command)));
            boolean inserted =
                    insert.test(entrants.stream().map(Entrant::command).toList());
            while (inserted && done < entrants.size()) {
                announce(entrants.get(done++));
            }
            return inserted;
        } catch (OutcomeUnknown e) {
            ways.announcer().inDoubt();
            throw e;
        } finally {
            entrants.subList(done, entrants.size()).forEach(Intake::giveBack);
        }
    }

    private void announce(Entrant entrant) {
        boolean delivered = false;
        try {
            ways.announcer().accepted(entrant.command());
            delivered = true;
        } finally {
            if (!delivered) {
                giveBack(entrant);
            }
        }
        if (entrant.opening() != null) {
            entrant.opening().deliver(entrant.command());
        }
    }

    private Insertion insertLeased(Entrant entrant) {
        boolean entered = false;
        try {
            Insertion insertion = store.insert(entrant.command());
            entered = insertion instanceof Insertion.Accepted;
            if (entered) {
                announce(entrant);
            }
            return insertion;
        } catch (OutcomeUnknown e) {
            ways.announcer().inDoubt();
            throw e;
        } finally {
            if (!entered) {
                giveBack(entrant);
            }
        }
    }

    private Insertion insertQueued(Command command) {
        ways.depths().enter(command.satellite());
        boolean entered = false;
        try {
            Insertion insertion = store.insert(command);
            entered = insertion instanceof Insertion.Accepted;
            if (entered) {
                ways.announcer().accepted(command);
            }
            return insertion;
        } catch (OutcomeUnknown e) {
            // It may be queued, so its room stays taken until the next count.
            entered = true;
            ways.announcer().inDoubt();
            throw e;
        } finally {
            if (!entered) {
                ways.depths().leave(command.satellite());
            }
        }
    }

    /// Leased, with a channel taken for it, where it would be the next to be claimed.
    private Entrant prepared(Command command) {
        boolean next = command.status().claimable() && ways.depths().isEmpty(command.satellite());
        Optional<Opening> opening = next ? ways.openings().take(command.satellite()) : Optional.empty();
        if (opening.isEmpty()) {
            return new Entrant(command, null);
        }
        CommandEvent claimed = new CommandEvent.Claimed(opening.get().leaseUntil());
        Decision decision =
                ways.lifecycle().decide(command, claimed, command.origin().submittedAt());
        return new Entrant(decision instanceof Decision.Move move ? move.moved() : command, opening.get());
    }

    private static void giveBack(Entrant entrant) {
        if (entrant.opening() != null) {
            entrant.opening().giveBack();
        }
    }
}
