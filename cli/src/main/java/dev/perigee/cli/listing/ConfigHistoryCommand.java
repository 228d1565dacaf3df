package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee config history`.
@Command(name = "history", description = "List the revisions of a layer, newest first.")
public final class ConfigHistoryCommand extends ListingCommand<ConfigView.History> {
    @Parameters(
            index = "0",
            paramLabel = "LAYER",
            description = "global, team:NAME, group:NAME, labels:SELECTOR or satellite:ID.")
    private String layer = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many; 20 by default.")
    private int limit = 20;

    public ConfigHistoryCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<ConfigView.History> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Configs(controlPlane).history(ConfigScope.parse(layer), limit);
    }

    @Override
    void print(ConfigView.History answer) {
        Instant now = shell.time().clock().instant();
        Table table = new Table("REVISION", "WHEN", "BY", "CHANGES", "NOTE");
        for (ConfigView.Revision revision : answer.revisions()) {
            table.row(
                    String.valueOf(revision.revision()),
                    Ago.of(revision.createdAt(), now),
                    revision.author(),
                    String.valueOf(revision.changes().size()),
                    revision.note() == null ? "" : revision.note());
        }
        table.print(shell.streams().out());
    }
}
