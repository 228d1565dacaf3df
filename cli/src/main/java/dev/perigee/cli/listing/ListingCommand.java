package dev.perigee.cli.listing;

import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.json.Json;
import picocli.CommandLine.Mixin;

/// A subcommand that asks the control plane one thing and prints the answer, for people or as JSON.
abstract class ListingCommand<T> implements ExitCoded {
    final Shell shell;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    ListingCommand(Shell shell) {
        this.shell = shell;
    }

    abstract Reply<T> ask(ControlPlane controlPlane) throws InterruptedException;

    abstract void print(T answer);

    ControlPlane connect() {
        return connection.connect(shell);
    }

    boolean json() {
        return output.json();
    }

    @Override
    public int run() throws InterruptedException {
        T answer;
        try (ControlPlane controlPlane = connect()) {
            answer = ask(controlPlane).orFail();
        }
        if (json()) {
            shell.streams().out().println(Json.WIRE.text(answer));
        } else {
            print(answer);
        }
        return ExitCode.OK;
    }
}
