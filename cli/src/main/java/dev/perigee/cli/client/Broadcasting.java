package dev.perigee.cli.client;

import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.broadcast.BroadcastView;
import dev.perigee.protocol.registration.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// Submits broadcasts and waits for their ends. A request without an idempotency key gets a random one, so that however
/// often it is repeated over bad connections there is one broadcast.
public final class Broadcasting {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration WAIT_WATCHED = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_WAITS = Duration.ofMillis(100);

    private final Broadcasts broadcasts;
    private final Shell shell;

    public Broadcasting(Broadcasts broadcasts, Shell shell) {
        this.broadcasts = broadcasts;
        this.shell = shell;
    }

    /// Submits, trying for the time to live of the commands.
    public Reply<BroadcastView> accept(BroadcastRequest request) throws InterruptedException {
        BroadcastRequest keyed =
                request.key() != null ? request : request.withKey("cli-" + Secrets.create(shell.random()));
        return new Retry(shell, now().plus(request.ttl())).until(() -> broadcasts.submit(keyed));
    }

    /// The broadcast when it has ended, however long that takes; `seen` gets each state on the way while a person
    /// watches. When asking fails for a minute the reason comes back.
    public Reply<BroadcastView> await(BroadcastView accepted, Consumer<BroadcastView> seen)
            throws InterruptedException {
        Reply<BroadcastView> reply = new Reply.Ok<>(accepted);
        BroadcastId id = accepted.id();
        while (reply instanceof Reply.Ok<BroadcastView>(BroadcastView broadcast)
                && !broadcast.state().isTerminal()) {
            seen.accept(broadcast);
            // a control plane that is about to stop answers at once; do not ask it in a tight loop
            shell.time().pause().pause(BETWEEN_WAITS);
            Duration wait = shell.streams().errIsTerminal() ? WAIT_WATCHED : WAIT;
            reply = new Retry(shell, now().plus(PATIENCE)).until(() -> broadcasts.find(id, wait));
        }
        return reply;
    }

    private Instant now() {
        return shell.time().clock().instant();
    }
}
