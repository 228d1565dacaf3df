package dev.perigee.server.operator;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.protocol.api.CommandView;

/// Commands as the operator API shows them.
final class Views {
    private Views() {}

    static CommandView of(Command command) {
        CommandStatus status = command.status();
        Command.Terms terms = command.terms();
        return new CommandView(
                command.id(),
                command.satellite(),
                status.state(),
                command.spec(),
                terms.priority(),
                command.origin().submittedAt(),
                terms.expiresAt(),
                status.changedAt(),
                terms.timeout(),
                terms.idempotent(),
                status.attempts(),
                command.origin().idempotencyKey(),
                status.leaseEnd(),
                status.outcome());
    }
}
