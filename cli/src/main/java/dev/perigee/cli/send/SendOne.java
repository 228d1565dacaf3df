package dev.perigee.cli.send;

import dev.perigee.cli.client.Submitting;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.json.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/// Sends one command and shows what becomes of it: a program's output as it comes, or one JSON document at the end.
final class SendOne {
    /// A command that ends sooner comes back with the answer to its submission, and is never followed.
    private static final Duration FOLLOW_AFTER = Duration.ofMillis(200);

    private final Shell shell;
    private final Submitting submitting;
    private final Follower follower;
    private final Interruption interruption;
    private final boolean json;

    SendOne(Shell shell, Submitting submitting, Follower follower, Interruption interruption, boolean json) {
        this.interruption = interruption;
        this.shell = shell;
        this.submitting = submitting;
        this.follower = follower;
        this.json = json;
    }

    /// Prints the id and leaves the command to itself.
    int submit(Submission submission) throws InterruptedException {
        CommandView command = submitting.accept(submission).orFail();
        shell.streams()
                .out()
                .println(json ? Json.WIRE.text(command) : command.id().value());
        return ExitCode.OK;
    }

    int run(Submission submission) throws InterruptedException {
        return interruption.during(() -> {
            Instant begun = shell.time().clock().instant();
            Instant deadline = submitting.deadline(submission);
            CommandView command = submitting.begin(submission, FOLLOW_AFTER).orFail();
            if (!command.state().isTerminal()) {
                interruption.concerns(command.id());
            }
            boolean quiet = json || submission.command() instanceof CommandSpec.Ping;
            return quiet ? await(command, begun, deadline) : follower.follow(command, deadline);
        });
    }

    private int await(CommandView accepted, Instant begun, Instant deadline) throws InterruptedException {
        CommandView command = submitting.await(accepted, deadline).orFail();
        Duration took = Duration.between(begun, shell.time().clock().instant());
        Verdict verdict = Verdict.of(command);
        PrintStream out = shell.streams().out();
        if (json) {
            out.println(Json.WIRE.text(Outcome.of(null, command)));
        } else if (verdict.completed()) {
            out.println(command.to() + " answered in " + took.toMillis() + " ms");
        }
        if (!verdict.completed()) {
            shell.complain(verdict.why());
        }
        return verdict.exitCode();
    }
}
