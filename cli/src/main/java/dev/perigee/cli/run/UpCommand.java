package dev.perigee.cli.run;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.config.DataDirectory;
import dev.perigee.cli.config.SatelliteSettings;
import dev.perigee.cli.config.ServerSettings;
import dev.perigee.cli.config.Sources;
import dev.perigee.cli.log.LogOptions;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import dev.perigee.http.tls.TlsFiles;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.satellite.SatelliteConfig;
import dev.perigee.server.ServerConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perigee up`: a control plane and one satellite, `local`, that dials it like any other.
@Command(
        name = "up",
        description = "Start a control plane and one satellite, local, on this machine: the quick start.",
        footerHeading = "%n",
        footer = {
            "Prints one line on stdout when ready; logs go to stderr. Ctrl-C and SIGTERM drain and end it.",
            "The settings of `perigee server --print-config` and `perigee satellite --print-config` can be",
            "changed by their environment variables; the satellite runs any program unless",
            "PERIGEE_SATELLITE_EXEC_ALLOW says otherwise."
        })
public final class UpCommand implements ExitCoded {
    private static final Duration CONNECT_MAX = Duration.ofMinutes(1);
    static final Duration END_MAX = Duration.ofMillis(9_500);
    /// With what is left of `END_MAX` the control plane ends.
    static final Duration DRAIN_MAX = Duration.ofSeconds(8);
    private static final SatelliteId LOCAL = new SatelliteId("local");

    private final Shell shell;
    private final Deployables deployables;
    private final Foreground foreground;

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on, 0 for any. Default: 7400.")
    private @Nullable String port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept. Default: PERIGEE_DATA, else XDG_DATA_HOME/perigee, else"
                    + " ~/.local/share/perigee.")
    private @Nullable Path data;

    @Option(
            names = "--mcp",
            paramLabel = "FILE",
            description = "The MCP servers to put behind the gateway: the mcpServers JSON that other tools use.")
    private @Nullable Path mcp;

    @Option(
            names = "--mcp-port",
            paramLabel = "PORT",
            description = "The port on which AI clients come in, 0 for any. Default: 7401.")
    private @Nullable String mcpPort;

    @Mixin
    private final MembershipOptions membership = new MembershipOptions();

    @Mixin
    private final LogOptions log = new LogOptions();

    public UpCommand(Shell shell, Deployables deployables, Foreground foreground) {
        this.shell = shell;
        this.deployables = deployables;
        this.foreground = foreground;
    }

    @Override
    public int run() throws InterruptedException {
        log.apply(shell);
        ServerConfig config = ServerSettings.bind(
                new Sources(null, shell.environment(), serverOptions()),
                DataDirectory.of(shell.environment()).path());
        Path directory = config.storage().data().toAbsolutePath().normalize();
        // All mistakes before anything starts.
        TlsFiles tls = satelliteConfig(URI.create("http://localhost"), directory, null)
                .network()
                .tls();
        foreground.begin(END_MAX);
        try (DataLock _ = DataLock.take(directory);
                Deployables.Server server = Starting.server(deployables, config);
                ControlPlane controlPlane =
                        ControlPlane.on(directory, config.callers().operatorKey(), tls)) {
            runSatellite(server, controlPlane, directory);
        }
        return ExitCode.OK;
    }

    private void runSatellite(Deployables.Server server, ControlPlane controlPlane, Path directory)
            throws InterruptedException {
        SatelliteConfig config = satelliteConfig(server.url(), directory, token(server.url(), controlPlane, directory));
        try (Deployables.Satellite satellite = deployables.start(config)) {
            foreground.run(
                    shell,
                    () -> awaitConnected(satellite),
                    "perigee ready server=" + server.url() + " satellite=" + LOCAL + " data=" + directory
                            + satellite.door().map(door -> " mcp=" + door).orElse(""));
        }
    }

    private Map<String, String> mcpSettings() {
        Map<String, String> settings = new HashMap<>();
        if (shell.environment().getOrDefault("PERIGEE_SATELLITE_MCP_KEY", "").isBlank()) {
            settings.put("mcp.anonymous", "true");
        }
        if (mcp != null) {
            settings.put("mcp.servers", mcp.toString());
        }
        if (mcpPort != null) {
            settings.put("mcp.port", mcpPort);
        }
        return settings;
    }

    private static void awaitConnected(Deployables.Satellite satellite) throws InterruptedException {
        if (!satellite.awaitConnected(CONNECT_MAX)) {
            throw new CliException("satellite \"" + LOCAL + "\" was not let in within " + Durations.format(CONNECT_MAX)
                    + "; the lines above say why");
        }
    }

    private Map<String, String> serverOptions() {
        Map<String, String> options = new HashMap<>();
        if (port != null) {
            options.put("port", port);
        }
        if (data != null) {
            options.put("data", data.toString());
        }
        return options;
    }

    private @Nullable String token(URI url, ControlPlane controlPlane, Path directory) throws InterruptedException {
        if (deployables.registered(satelliteConfig(url, directory, null))) {
            return null;
        }
        return controlPlane.createToken(TokenRequest.of(LOCAL)).orFail().token();
    }

    private SatelliteConfig satelliteConfig(URI url, Path directory, @Nullable String token) {
        Map<String, String> options = new HashMap<>(Map.of(
                "server", url.toString(),
                "id", LOCAL.value(),
                "data", directory.resolve("satellite").toString()));
        options.putAll(membership.settings());
        options.putAll(mcpSettings());
        if (token != null) {
            options.put("registration-token", token);
        }
        if (shell.environment().getOrDefault("PERIGEE_SATELLITE_EXEC_ALLOW", "").isBlank()) {
            options.put("exec.allow", "any");
        }
        trustOwnCertificate(options);
        SatelliteConfig config = SatelliteSettings.bind(
                new Sources(null, shell.environment(), options), DataDirectory.of(shell.environment())::satellite);
        Duration drain = config.link().drainMax();
        if (drain.compareTo(DRAIN_MAX) > 0) {
            throw new BadValue(
                    "PERIGEE_SATELLITE_LINK_DRAIN_MAX",
                    Durations.format(drain),
                    "at most " + Durations.format(DRAIN_MAX)
                            + ", because perigee up ends within 10s; perigee satellite may take longer");
        }
        return config;
    }

    /// Whom else: the control plane in TLS is this very process.
    private void trustOwnCertificate(Map<String, String> options) {
        String certificate = shell.environment().getOrDefault("PERIGEE_SERVER_TLS_CERTIFICATE", "");
        if (!certificate.isBlank()
                && shell.environment()
                        .getOrDefault("PERIGEE_SATELLITE_LINK_TLS_CA", "")
                        .isBlank()) {
            options.put("link.tls.ca", certificate);
        }
    }
}
