package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee config dry-run`.
@Command(name = "dry-run", description = "Show what a change of a layer would change for which satellites.")
public final class ConfigDryRunCommand extends ListingCommand<ConfigView.DryRun> {
    @Parameters(
            index = "0",
            paramLabel = "LAYER",
            description = "global, team:NAME, group:NAME, labels:SELECTOR or satellite:ID.")
    private String layer = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The JSON or YAML that the layer is to say.")
    private Path file = Path.of("");

    public ConfigDryRunCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<ConfigView.DryRun> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Configs(controlPlane).dryRun(ConfigScope.parse(layer), ConfigFiles.read(file));
    }

    @Override
    void print(ConfigView.DryRun answer) {
        ConfigFiles.print(shell, answer);
    }
}
