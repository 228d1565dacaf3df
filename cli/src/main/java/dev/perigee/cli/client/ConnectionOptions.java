package dev.perigee.cli.client;

import dev.perigee.cli.shell.Shell;
import dev.perigee.http.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every client command that say which control plane is meant.
public final class ConnectionOptions {
    /// What client commands call their TLS files.
    public static final TlsFiles.Names TLS_FILES = new TlsFiles.Names("--cert", "--cert-key", "--ca");

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

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The authorities that an https control plane's certificate may be of, as PEM. Default:"
                    + " PERIGEE_CA, else those of the Java runtime.")
    private @Nullable Path ca;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The client certificate to show, as PEM. Default: PERIGEE_CERT.")
    private @Nullable Path certificate;

    @Option(
            names = "--cert-key",
            paramLabel = "FILE",
            description = "The private key of that certificate, as PEM. Default: PERIGEE_CERT_KEY.")
    private @Nullable Path certificateKey;

    /// Finds the control plane; it is not called yet. Throws `CliException` when there is none to be found.
    public ControlPlane connect(Shell shell) {
        Map<String, String> environment = shell.environment();
        TlsFiles tls = new TlsFiles(
                "client",
                TLS_FILES,
                certificate == null ? named(environment, "PERIGEE_CERT") : certificate,
                certificateKey == null ? named(environment, "PERIGEE_CERT_KEY") : certificateKey,
                ca == null ? named(environment, "PERIGEE_CA") : ca);
        return new ControlPlane(new Locator(server, key, data, environment).find(), tls);
    }

    private static @Nullable Path named(Map<String, String> environment, String variable) {
        String file = environment.getOrDefault(variable, "");
        return file.isBlank() ? null : Path.of(file);
    }
}
