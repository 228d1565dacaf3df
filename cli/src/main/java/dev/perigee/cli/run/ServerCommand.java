package dev.perigee.cli.run;

import dev.perigee.cli.config.DataDirectory;
import dev.perigee.cli.config.ServerSettings;
import dev.perigee.cli.config.Sources;
import dev.perigee.cli.log.LogOptions;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import dev.perigee.server.ServerConfig;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `perigee server`.
@Command(
        name = "server",
        description = "Start a control plane by itself.",
        footerHeading = "%n",
        footer = {
            "Each setting is a key of the YAML file (commands: {lease: 15s}) and an environment variable",
            "(PERIGEE_SERVER_COMMANDS_LEASE=15s); --print-config lists them all. Prints one line on stdout",
            "when ready; logs go to stderr. Ctrl-C and SIGTERM drain and end it."
        })
public final class ServerCommand implements ExitCoded {
    private final Shell shell;
    private final Deployables deployables;
    private final Foreground foreground;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final LogOptions log = new LogOptions();

    public ServerCommand(Shell shell, Deployables deployables, Foreground foreground) {
        this.shell = shell;
        this.deployables = deployables;
        this.foreground = foreground;
    }

    @Override
    public int run() throws InterruptedException {
        log.apply(shell);
        Sources sources = options.sources(shell, Map.of());
        Path data = DataDirectory.of(shell.environment()).path();
        if (options.print()) {
            shell.streams().out().print(ServerSettings.print(sources, data));
            return ExitCode.OK;
        }
        ServerConfig config = ServerSettings.bind(sources, data);
        Path directory = config.storage().data().toAbsolutePath().normalize();
        foreground.begin(UpCommand.END_MAX);
        try (DataLock _ = DataLock.take(directory);
                Deployables.Server server = Starting.server(deployables, config)) {
            foreground.run(shell, () -> {}, "perigee ready server=" + server.url() + " data=" + directory);
        }
        return ExitCode.OK;
    }
}
