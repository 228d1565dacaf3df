package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee config diff`.
@Command(name = "diff", description = "Show in what two revisions of a layer differ.")
public final class ConfigDiffCommand extends ListingCommand<ConfigView.Comparison> {
    @Parameters(
            index = "0",
            paramLabel = "LAYER",
            description = "global, team:NAME, group:NAME, labels:SELECTOR or satellite:ID.")
    private String layer = "";

    @Parameters(index = "1", paramLabel = "FROM", description = "A revision; 0 is before the first.")
    private long from;

    @Parameters(index = "2", paramLabel = "TO", description = "Another.")
    private long to;

    public ConfigDiffCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<ConfigView.Comparison> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Configs(controlPlane).compare(ConfigScope.parse(layer), from, to);
    }

    @Override
    void print(ConfigView.Comparison answer) {
        ConfigFiles.print(shell, answer.changes());
    }
}
