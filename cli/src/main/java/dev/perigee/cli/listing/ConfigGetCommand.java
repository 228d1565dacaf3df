package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee config get`.
@Command(name = "get", description = "Show what a layer says; secrets are ***.")
public final class ConfigGetCommand extends ListingCommand<ConfigView.Revision> {
    @Parameters(
            index = "0",
            paramLabel = "LAYER",
            description = "global, team:NAME, group:NAME, labels:SELECTOR or satellite:ID.")
    private String layer = "";

    public ConfigGetCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<ConfigView.Revision> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Configs(controlPlane).layer(ConfigScope.parse(layer));
    }

    @Override
    void print(ConfigView.Revision answer) {
        shell.streams().out().println(answer.document().text());
    }
}
