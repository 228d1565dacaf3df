package dev.perigee.control.why;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.dispatch.Sessions;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Explanation;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.command.CommandState;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Gathers what is known about a command and says why it is where it is. The facts are of about the same moment.
/// Thread-safe; blocks for the store.
public final class Inquiry {
    private static final int RUNNING_MAX = 1000;

    private final CommandStore store;
    private final Fleet fleet;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Facts.Settings settings;

    public Inquiry(CommandStore store, Fleet fleet, Sessions sessions, InstantSource clock, Facts.Settings settings) {
        this.store = store;
        this.fleet = fleet;
        this.sessions = sessions;
        this.clock = clock;
        this.settings = settings;
    }

    public Explanation explain(Command command) {
        CommandState state = command.status().state();
        long before = state == CommandState.QUEUED ? store.queuedBefore(command) : 0;
        Facts.Machine machine = state.isTerminal() ? null : machine(command.satellite());
        Facts facts = new Facts(command, before, machine, settings, clock.instant());
        return new Explanation(command.id(), state, Why.explain(facts));
    }

    private Facts.@Nullable Machine machine(SatelliteId id) {
        SatelliteView view = fleet.show(id).orElse(null);
        if (view == null || view.lastSeen() == null) {
            return null;
        }
        OptionalInt credit = sessions.credit(id);
        CommandQuery there =
                CommandQuery.newest(RUNNING_MAX).in(CommandState.ACKNOWLEDGED).of(id);
        return new Facts.Machine(
                view.state(),
                view.lastSeen(),
                credit.isPresent() ? credit.getAsInt() : null,
                store.list(there).size(),
                null);
    }
}
