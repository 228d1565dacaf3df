package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.control.command.Insertion;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;

/// A command to be added, unless its caller's key leads to an earlier one, or another stands in for the same dead
/// letter. Its JSON is written on the thread of its caller.
final class InsertCommand extends CommandWrite<Insertion> {
    private final Command command;
    private final String spec;

    private boolean accepted;

    InsertCommand(Command command) {
        CommandStatus status = command.status();
        boolean fresh = status.equals(CommandStatus.queued(command.origin().submittedAt(), status.until()));
        boolean leased = status.state() == CommandState.LEASED && status.revision() == 1;
        if (!fresh && !leased) {
            throw new IllegalArgumentException("command " + command.id() + " is not new: " + status);
        }
        this.command = command;
        this.spec = Json.WIRE.text(command.spec());
    }

    Command command() {
        return command;
    }

    String spec() {
        return spec;
    }

    /// Whether an earlier command may stand in its way.
    boolean mayRepeat() {
        return command.origin().idempotencyKey() != null || command.origin().redriveOf() != null;
    }

    /// Whether it has nothing but what every command has.
    boolean isPlain() {
        Command.Origin origin = command.origin();
        return !mayRepeat()
                && origin.correlation() == null
                && origin.partOf() == null
                && command.terms().notBefore() == null;
    }

    boolean accepted() {
        return accepted;
    }

    void accepted(boolean yes) {
        accepted = yes;
    }
}
