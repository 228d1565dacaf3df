package dev.perigee.server.operator;

import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastStatus;
import dev.perigee.control.broadcast.Tally;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.broadcast.BroadcastCounts;
import dev.perigee.protocol.broadcast.BroadcastView;
import dev.perigee.protocol.command.Result;
import org.jspecify.annotations.Nullable;

/// Commands and broadcasts as the operator API shows them.
final class Views {
    private Views() {}

    static BroadcastView of(Broadcast broadcast, Tally tally) {
        BroadcastStatus status = broadcast.status();
        Broadcast.Terms terms = broadcast.terms();
        int pending = broadcast.members() - tally.live() - tally.ended();
        return new BroadcastView(
                broadcast.id(),
                broadcast.target(),
                status.state(),
                broadcast.spec().shown(),
                terms.priority(),
                broadcast.origin().submittedAt(),
                status.changedAt(),
                terms.ttl(),
                terms.timeout(),
                terms.idempotent(),
                terms.attemptsMax(),
                broadcast.members(),
                new BroadcastCounts(pending, tally.live(), tally.succeeded(), tally.failed(), tally.states()),
                broadcast.pacing().maxConcurrent(),
                broadcast.pacing().maxFailures(),
                broadcast.origin().idempotencyKey(),
                broadcast.origin().correlation(),
                terms.notBefore(),
                status.reason());
    }

    static CommandView of(Command command) {
        return of(command, command.status().outcome());
    }

    static CommandView withoutResult(Command command) {
        return of(command, null);
    }

    private static CommandView of(Command command, @Nullable Result result) {
        CommandStatus status = command.status();
        Command.Terms terms = command.terms();
        return new CommandView(
                command.id(),
                command.satellite(),
                status.state(),
                command.spec().shown(),
                terms.priority(),
                command.origin().submittedAt(),
                terms.expiresAt(),
                status.changedAt(),
                terms.timeout(),
                terms.idempotent(),
                status.attempts(),
                terms.attemptsMax(),
                command.origin().idempotencyKey(),
                command.origin().correlation(),
                command.origin().redriveOf(),
                terms.notBefore(),
                status.heldUntil().orElse(null),
                status.leaseUntil().orElse(null),
                status.cancelRequest().map(CommandStatus.CancelRequest::at).orElse(null),
                status.reason(),
                result);
    }
}
