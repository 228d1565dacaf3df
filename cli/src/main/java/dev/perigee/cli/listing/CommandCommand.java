package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.send.Follower;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee command`.
@Command(name = "command", description = "Show one command and what it came to.")
public final class CommandCommand extends ListingCommand<CommandView> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The command's id.")
    private @Nullable String id;

    @Option(
            names = "--follow",
            description = "Print what its program writes, as it comes, and end as it does, with its exit code.")
    private boolean follow;

    public CommandCommand(Shell shell) {
        super(shell);
    }

    @Override
    public int run() throws InterruptedException {
        if (!follow) {
            return super.run();
        }
        if (json()) {
            throw new BadValue("--follow prints what the program writes: expected no -o json with it");
        }
        try (ControlPlane controlPlane = connect()) {
            return new Follower(controlPlane, shell).follow(ask(controlPlane).orFail());
        }
    }

    @Override
    Reply<CommandView> ask(ControlPlane controlPlane) throws InterruptedException {
        if (id == null) {
            throw new BadValue("ID is missing: expected the id of a command, as `perigee commands` lists them");
        }
        return controlPlane.command(new CommandId(id), Duration.ZERO);
    }

    @Override
    void print(CommandView command) {
        Instant now = shell.time().clock().instant();
        field("id", command.id().value());
        field("satellite", command.to().value());
        field("state", command.state().wireName());
        field("command", Words.of(command.command()));
        field("priority", command.priority().wireName());
        field("submitted", command.submittedAt() + " (" + Ago.of(command.submittedAt(), now) + ")");
        field("changed", command.changedAt() + " (" + Ago.of(command.changedAt(), now) + ")");
        field("expires", command.expiresAt() + " (unless acknowledged)");
        field("timeout", Durations.format(command.timeout()));
        field("attempts", command.attempts() + " of " + command.attemptsMax());
        if (command.idempotent()) {
            field("idempotent", "yes");
        }
        if (command.key() != null) {
            field("key", command.key());
        }
        if (command.correlation() != null) {
            field("correlation", command.correlation());
        }
        if (command.redriveOf() != null) {
            field("redrive of", command.redriveOf().value());
        }
        time("not before", command.notBefore(), now);
        time("held until", command.heldUntil(), now);
        time("lease until", command.leaseUntil(), now);
        time("cancelled", command.cancelRequestedAt(), now);
        if (command.reason() != null) {
            field("reason", command.reason());
        }
        if (command.result() != null) {
            result(command.result());
        }
    }

    private void time(String name, @Nullable Instant time, Instant now) {
        if (time != null) {
            field(name, time + " (" + Ago.of(time, now) + ")");
        }
    }

    private void result(Result result) {
        switch (result) {
            case Result.Completed(int exitCode, Output stdout, Output stderr, long millis) -> {
                field("exit code", String.valueOf(exitCode));
                took(stdout, stderr, millis);
            }
            case Result.Failed(var code, String message) -> field("failure", code.wireName() + ": " + message);
            case Result.TimedOut(Output stdout, Output stderr, long millis) -> took(stdout, stderr, millis);
            case Result.Cancelled(Output stdout, Output stderr, long millis) -> took(stdout, stderr, millis);
            case Result.Interrupted(String reason, Output stdout, Output stderr) -> {
                field("reason", reason);
                outputs(stdout, stderr);
            }
            case Result.Unsupported(String type) -> field("failure", "unsupported: " + type);
        }
    }

    private void took(Output stdout, Output stderr, long millis) {
        field("took", millis + " ms");
        outputs(stdout, stderr);
    }

    private void outputs(Output stdout, Output stderr) {
        output("stdout", stdout);
        output("stderr", stderr);
    }

    private void output(String name, Output output) {
        String size = output.totalBytes() + " bytes"
                + (output.truncated() ? ", of which the first " + output.bytes().length + " were kept" : "");
        field(name, output.text().isPresent() ? size : size + ", not text");
        output.text()
                .ifPresent(text -> text.lines()
                        .forEach(line ->
                                shell.streams().out().println("  " + line.replaceAll("[\\p{Cntrl}&&[^\t]]", "?"))));
    }

    private void field(String name, String value) {
        String label = name + ":";
        shell.streams().out().println(label + " ".repeat(Math.max(1, 13 - label.length())) + OneLine.of(value));
    }
}
