package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.OneLine;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.gateway.observe.ServerView;
import dev.perigee.protocol.json.Json;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `perigee mcp servers`.
@Command(name = "servers", description = "List the MCP servers behind a door, how they stand and why.")
public final class ServersCommand implements ExitCoded {
    private static final int WHY_MAX = 80;

    private final Shell shell;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final DoorOptions options = new DoorOptions();

    public ServersCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        ServerView.Listing list;
        try (DoorHttp http = new DoorHttp(options.address(shell))) {
            list = new DoorListings(http).servers();
        }
        if (output.json()) {
            shell.streams().out().println(Json.WIRE.text(list));
        } else if (list.servers().isEmpty()) {
            shell.streams().out().println("No MCP servers are configured.");
        } else {
            print(list);
        }
        return ExitCode.OK;
    }

    private void print(ServerView.Listing list) {
        Instant now = shell.time().clock().instant();
        Table table = new Table("SERVER", "STATUS", "SINCE", "TRANSPORT", "SESSIONS", "CRASHES", "TOOLS", "WHY");
        for (ServerView server : list.servers()) {
            table.row(
                    server.name(),
                    server.dormant() ? server.status() + " (dormant)" : server.status(),
                    Ago.of(server.since(), now),
                    server.transport(),
                    String.valueOf(server.sessions()),
                    String.valueOf(server.crashes()),
                    server.tools() == null ? "?" : server.tools().toString(),
                    OneLine.of(server.why(), WHY_MAX));
        }
        table.print(shell.streams().out());
    }
}
