package dev.perigee.cli.client;

import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.registration.Secrets;
import java.time.Duration;
import java.time.Instant;

/// Submits commands, cancels them and waits for their ends. A submission without an idempotency key gets a random
/// one, so that however often it is repeated over bad connections it runs once. Thread-safe.
public final class Submitting {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_WAITS = Duration.ofMillis(100);

    private final ControlPlane controlPlane;
    private final Shell shell;

    public Submitting(ControlPlane controlPlane, Shell shell) {
        this.controlPlane = controlPlane;
        this.shell = shell;
    }

    /// Accepts the command without waiting for its end, trying for its time to live.
    public Reply<CommandView> accept(Submission submission) throws InterruptedException {
        return begin(submission, Duration.ZERO);
    }

    /// Accepts the command and waits up to `wait` for its end, trying for its time to live.
    public Reply<CommandView> begin(Submission submission, Duration wait) throws InterruptedException {
        return submit(keyed(submission), wait, shell.time().clock().instant());
    }

    /// By when a command that is submitted now has ended, or nobody waits for it any longer: its not-before time, its
    /// time to live, its timeout and a minute more.
    public Instant deadline(Submission submission) {
        Instant now = shell.time().clock().instant();
        Instant notBefore = submission.notBefore();
        Instant begins = notBefore != null && notBefore.isAfter(now) ? notBefore : now;
        return begins.plus(submission.ttl()).plus(submission.timeout()).plus(GRACE);
    }

    /// Asks for a command to be cancelled, for up to a minute until that is on record; returns it as it is then.
    public Reply<CommandView> cancel(CommandId id) throws InterruptedException {
        Retry retry = new Retry(shell, shell.time().clock().instant().plus(GRACE));
        return retry.until(() -> controlPlane.cancel(id, Duration.ZERO));
    }

    /// Cancels a command; returns it when it has ended, or in the state that it has after `patience`.
    public Reply<CommandView> cancel(CommandId id, Duration patience) throws InterruptedException {
        Instant deadline = shell.time().clock().instant().plus(patience);
        Duration wait = patience.compareTo(WAIT) < 0 ? patience : WAIT;
        Reply<CommandView> reply = new Retry(shell, deadline).until(() -> controlPlane.cancel(id, wait));
        return reply instanceof Reply.Ok<CommandView>(CommandView command) ? await(command, deadline) : reply;
    }

    /// The command when it has ended. Without an end by its deadline it comes back in the state it then has; when it
    /// was not accepted, or asking fails for as long, the reason does.
    public Reply<CommandView> run(Submission submission) throws InterruptedException {
        Instant deadline = deadline(submission);
        Reply<CommandView> reply = begin(submission, WAIT);
        return reply instanceof Reply.Ok<CommandView>(CommandView command) ? await(command, deadline) : reply;
    }

    /// An accepted command when it has ended, or in the state that it has at the deadline.
    public Reply<CommandView> await(CommandView accepted, Instant deadline) throws InterruptedException {
        Reply<CommandView> reply = new Reply.Ok<>(accepted);
        while (reply instanceof Reply.Ok<CommandView>(CommandView command)
                && !command.state().isTerminal()) {
            Retry retry = new Retry(shell, deadline);
            if (retry.over()) {
                return reply;
            }
            // a control plane that is about to stop answers at once; do not ask it in a tight loop
            shell.time().pause().pause(BETWEEN_WAITS);
            CommandId id = command.id();
            reply = retry.until(() -> controlPlane.command(id, WAIT));
        }
        return reply;
    }

    private Reply<CommandView> submit(Submission submission, Duration wait, Instant begun) throws InterruptedException {
        return new Retry(shell, begun.plus(submission.ttl())).until(() -> controlPlane.submit(submission, wait));
    }

    private Submission keyed(Submission submission) {
        return submission.key() != null ? submission : submission.withKey("cli-" + Secrets.create(shell.random()));
    }
}
