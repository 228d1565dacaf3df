package dev.perigee.cli.run;

import dev.perigee.cli.config.DataDirectory;
import dev.perigee.cli.config.SatelliteSettings;
import dev.perigee.cli.config.Sources;
import dev.perigee.cli.log.LogOptions;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import dev.perigee.satellite.SatelliteConfig;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `perigee satellite`.
@Command(
        name = "satellite",
        description = "Start a satellite by itself. With a name instead, perigee satellite NAME, show all of that one.",
        footerHeading = "%n",
        footer = {
            "Each setting is a key of the YAML file (exec: {allow: [echo, ls]}) and an environment variable",
            "(PERIGEE_SATELLITE_EXEC_ALLOW=echo,ls); --print-config lists them all. The first start needs a",
            "token from `perigee token create`. Prints one line on stdout when connected; logs go to stderr.",
            "Ctrl-C and SIGTERM drain and end it."
        })
public final class SatelliteCommand implements ExitCoded {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final Duration END_EXTRA = Duration.ofMillis(1_500);

    private final Shell shell;
    private final Deployables deployables;
    private final Foreground foreground;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final MembershipOptions membership = new MembershipOptions();

    @Mixin
    private final LogOptions log = new LogOptions();

    public SatelliteCommand(Shell shell, Deployables deployables, Foreground foreground) {
        this.shell = shell;
        this.deployables = deployables;
        this.foreground = foreground;
    }

    @Override
    public int run() throws InterruptedException {
        log.apply(shell);
        Sources sources = options.sources(shell, membership.settings());
        DataDirectory data = DataDirectory.of(shell.environment());
        if (options.print()) {
            shell.streams().out().print(SatelliteSettings.print(sources, data::satellite));
            return ExitCode.OK;
        }
        SatelliteConfig config = SatelliteSettings.bind(sources, data::satellite);
        Path directory = config.data().toAbsolutePath().normalize();
        foreground.begin(config.link().drainMax().plus(END_EXTRA));
        try (Deployables.Satellite satellite = deployables.start(config)) {
            foreground.run(
                    shell,
                    () -> satellite.awaitConnected(FOR_EVER),
                    "perigee ready satellite=" + config.id() + " server=" + config.server() + " data=" + directory);
        }
        return ExitCode.OK;
    }
}
