package dev.perigee.cli.send;

import dev.perigee.cli.client.Submitting;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.json.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/// Sends one command, as if its program had run here: its bytes, unchanged, on stdout and stderr, and its exit code.
final class SendOne {
    private final Shell shell;
    private final Submitting submitting;
    private final boolean json;

    SendOne(Shell shell, Submitting submitting, boolean json) {
        this.shell = shell;
        this.submitting = submitting;
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
        Instant begun = shell.time().clock().instant();
        CommandView command = submitting.run(submission).orFail();
        Duration took = Duration.between(begun, shell.time().clock().instant());
        Verdict verdict = Verdict.of(command);
        PrintStream out = shell.streams().out();
        if (json) {
            out.println(Json.WIRE.text(Outcome.of(null, command)));
        } else if (submission.command() instanceof CommandSpec.Ping && verdict.completed()) {
            out.println(command.to() + " answered in " + took.toMillis() + " ms");
        } else {
            write(out, verdict.stdout());
            write(shell.streams().err(), verdict.stderr());
            noteTruncation("stdout", verdict.stdout());
            noteTruncation("stderr", verdict.stderr());
        }
        if (!verdict.completed()) {
            shell.complain(verdict.why());
        }
        return verdict.exitCode();
    }

    private static void write(PrintStream stream, Output output) {
        stream.write(output.bytes(), 0, output.bytes().length);
        stream.flush();
    }

    private void noteTruncation(String name, Output output) {
        if (output.truncated()) {
            shell.complain(name + " was cut off: these are the first " + output.bytes().length + " of "
                    + output.totalBytes() + " bytes");
        }
    }
}
