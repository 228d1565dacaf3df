package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee config rollback`.
@Command(name = "rollback", description = "Make a layer say again what it said before, as a new revision.")
public final class ConfigRollbackCommand extends ListingCommand<ConfigView.Revision> {
    @Parameters(
            index = "0",
            paramLabel = "LAYER",
            description = "global, team:NAME, group:NAME, labels:SELECTOR or satellite:ID.")
    private String layer = "";

    @Option(names = "--to", paramLabel = "REV", description = "The revision; by default the one before the newest.")
    private @Nullable Long to;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why it is changed.")
    private @Nullable String note;

    public ConfigRollbackCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<ConfigView.Revision> ask(ControlPlane controlPlane) throws InterruptedException {
        ConfigScope scope = ConfigScope.parse(layer);
        Configs configs = new Configs(controlPlane);
        return configs.rollback(scope, Optional.ofNullable(to), configs.newest(scope), Optional.ofNullable(note));
    }

    @Override
    void print(ConfigView.Revision answer) {
        ConfigFiles.print(shell, answer);
    }
}
