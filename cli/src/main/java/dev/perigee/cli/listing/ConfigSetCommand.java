package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee config set`.
@Command(name = "set", description = "Make a layer say what a file says; *** stands for the secret that is there.")
public final class ConfigSetCommand extends ListingCommand<ConfigView.Revision> {
    @Parameters(
            index = "0",
            paramLabel = "LAYER",
            description = "global, team:NAME, group:NAME, labels:SELECTOR or satellite:ID.")
    private String layer = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The JSON or YAML that the layer is to say.")
    private Path file = Path.of("");

    @Option(
            names = "--revision",
            paramLabel = "N",
            description = "The layer's newest revision, 0 for none; by default whichever it is.")
    private @Nullable Long revision;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why it is changed.")
    private @Nullable String note;

    public ConfigSetCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<ConfigView.Revision> ask(ControlPlane controlPlane) throws InterruptedException {
        ConfigScope scope = ConfigScope.parse(layer);
        Configs configs = new Configs(controlPlane);
        long expected = revision == null ? configs.newest(scope) : revision;
        return configs.put(scope, ConfigFiles.read(file), expected, Optional.ofNullable(note));
    }

    @Override
    void print(ConfigView.Revision answer) {
        ConfigFiles.print(shell, answer);
    }
}
