package dev.perigee.cli.operate;

import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee redrive`.
@Command(
        name = "redrive",
        description = "Submit a dead letter's command once more, as a new command, and print the ids of both.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0    it was redriven, or had been; with --all: each one was",
            "  1    with --all: some were not; a line on stderr for each says why",
            "  125  Perigee could not do it; one line on stderr says why"
        })
public final class RedriveCommand implements ExitCoded {
    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The dead letter's id.")
    private @Nullable String id;

    @Option(names = "--all", description = "All dead letters that there are and were not redriven.")
    private boolean all;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    public RedriveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        if (all == (id != null)) {
            throw new BadValue(
                    all
                            ? "--all takes no ID: expected one of the two"
                            : "ID is missing: expected the id of a dead letter, as `perigee dead-letters` lists them,"
                                    + " or --all");
        }
        try (ControlPlane controlPlane = connection.connect(shell)) {
            if (id == null) {
                return new RedriveAll(controlPlane, shell).run();
            }
            CommandId dead = new CommandId(id);
            shell.streams()
                    .out()
                    .println(dead + " -> " + controlPlane.redrive(dead).orFail().id());
            return ExitCode.OK;
        }
    }
}
