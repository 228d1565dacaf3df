package dev.perigee.cli.client;

import dev.perigee.cli.shell.Shell;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every client command that say which control plane is meant.
public final class ConnectionOptions {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The control plane. Default: PERIGEE_SERVER, else the one that runs on the data directory.")
    private @Nullable String server;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The operator key. Default: PERIGEE_KEY, else the one in the data directory.")
    private @Nullable String key;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of a running `up` or `server`. Default: PERIGEE_DATA, else"
                    + " XDG_DATA_HOME/perigee, else ~/.local/share/perigee.")
    private @Nullable Path data;

    /// Finds the control plane; it is not called yet. Throws `CliException` when there is none to be found.
    public ControlPlane connect(Shell shell) {
        return new ControlPlane(new Locator(server, key, data, shell.environment()).find());
    }
}
