package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.ConfigView;
import picocli.CommandLine.Command;

/// `perigee config drift`.
@Command(name = "drift", description = "List the satellites that have not what they are to have, and why.")
public final class ConfigDriftCommand extends ListingCommand<ConfigView.Drift> {

    public ConfigDriftCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<ConfigView.Drift> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Configs(controlPlane).drift();
    }

    @Override
    void print(ConfigView.Drift answer) {
        ConfigFiles.print(shell, answer);
    }
}
