package dev.perigee.cli.mcp;

import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Shell;
import dev.perigee.http.tls.TlsFiles;
import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every `mcp` command that say which door is meant.
final class DoorOptions {
    private static final String DOOR_DEFAULT = "http://127.0.0.1:7401/mcp";
    private static final int KEY_BYTES_MAX = 4096;

    @Option(
            names = "--door",
            paramLabel = "URL",
            description = "The satellite's door. Default: PERIGEE_DOOR, else " + DOOR_DEFAULT + ".")
    private @Nullable String door;

    @Option(
            names = "--door-key",
            paramLabel = "KEY",
            description = "The API key of the door, if it wants one. Default: PERIGEE_DOOR_KEY.")
    private @Nullable String key;

    @Option(names = "--key-file", paramLabel = "FILE", description = "A file that holds the API key of the door.")
    private @Nullable Path keyFile;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The authorities that an https door's certificate may be of, as PEM. Default: PERIGEE_CA,"
                    + " else those of the Java runtime.")
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

    /// Throws `BadValue` or `CliException` where the options mean nothing. Nobody is called yet.
    DoorAddress address(Shell shell) {
        String text = door != null ? door : shell.environment().getOrDefault("PERIGEE_DOOR", "");
        TlsFiles tls = new TlsFiles(
                "client",
                ConnectionOptions.TLS_FILES,
                certificate == null ? named(shell, "PERIGEE_CERT") : certificate,
                certificateKey == null ? named(shell, "PERIGEE_CERT_KEY") : certificateKey,
                ca == null ? named(shell, "PERIGEE_CA") : ca);
        return new DoorAddress(url(text.isBlank() ? DOOR_DEFAULT : text), key(shell), tls);
    }

    private static @Nullable Path named(Shell shell, String variable) {
        String value = shell.environment().getOrDefault(variable, "");
        return value.isBlank() ? null : Path.of(value);
    }

    private @Nullable String key(Shell shell) {
        if (key != null && keyFile != null) {
            throw new BadValue("--door-key and --key-file: expected only one of them");
        }
        String found = key != null
                ? key
                : keyFile != null ? read(keyFile) : shell.environment().getOrDefault("PERIGEE_DOOR_KEY", "");
        if (found.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new BadValue("the door's key: expected printable ASCII without spaces");
        }
        return found.isEmpty() ? null : found;
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > KEY_BYTES_MAX) {
                throw new BadValue("--key-file", file, "a file of at most " + KEY_BYTES_MAX + " bytes");
            }
            return Files.readString(file).strip();
        } catch (IOException _) {
            throw new CliException("--key-file \"" + file + "\": expected a file that you may read");
        }
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text.strip().replaceAll("/+$", ""));
            if (url.getRawUserInfo() != null) {
                // Nothing would send it, and every message would show it.
                throw new BadValue("door: expected a URL without a user or password; the key goes into --door-key");
            }
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null && url.getQuery() == null) {
                return url.getPath().isEmpty() ? url.resolve("/mcp") : url;
            }
        } catch (BadValue e) {
            throw e;
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new BadValue("door", text.replaceFirst("//.*@", "//***@"), "a URL such as " + DOOR_DEFAULT);
    }
}
