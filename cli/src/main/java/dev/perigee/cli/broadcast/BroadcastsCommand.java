package dev.perigee.cli.broadcast;

import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.broadcast.BroadcastList;
import dev.perigee.protocol.broadcast.BroadcastView;
import dev.perigee.protocol.json.Json;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perigee broadcasts`.
@Command(name = "broadcasts", description = "List broadcasts, the newest first.")
public final class BroadcastsCommand implements ExitCoded {
    private static final int TARGET_MAX = 40;

    private final Shell shell;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + BroadcastList.LIMIT_DEFAULT,
            description = "At most so many, 1 to " + BroadcastList.LIMIT_MAX + ". Default: "
                    + BroadcastList.LIMIT_DEFAULT + ".")
    private int limit;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    public BroadcastsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        if (limit < 1 || limit > BroadcastList.LIMIT_MAX) {
            throw new BadValue("--limit", limit, "1 to " + BroadcastList.LIMIT_MAX);
        }
        BroadcastList list;
        try (ControlPlane controlPlane = connection.connect(shell)) {
            list = controlPlane.broadcasts().list(limit).orFail();
        }
        if (output.json()) {
            shell.streams().out().println(Json.WIRE.text(list));
        } else if (list.broadcasts().isEmpty()) {
            shell.streams().out().println("No broadcasts yet.");
        } else {
            print(list);
        }
        return ExitCode.OK;
    }

    private void print(BroadcastList list) {
        Instant now = shell.time().clock().instant();
        Table table = new Table("ID", "TARGET", "STATE", "SUBMITTED", "MEMBERS", "SUCCEEDED", "FAILED", "LIVE");
        for (BroadcastView broadcast : list.broadcasts()) {
            table.row(
                    broadcast.id().value(),
                    OneLine.of(broadcast.to().text(), TARGET_MAX),
                    broadcast.state().wireName(),
                    Ago.of(broadcast.submittedAt(), now),
                    String.valueOf(broadcast.members()),
                    String.valueOf(broadcast.counts().succeeded()),
                    String.valueOf(broadcast.counts().failed()),
                    String.valueOf(broadcast.counts().live()));
        }
        table.print(shell.streams().out());
    }
}
