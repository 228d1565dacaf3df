package dev.perigee.cli.client;

import dev.perigee.cli.config.DataDirectory;
import dev.perigee.cli.shell.CliException;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the control plane: options first, then a named data directory, then `PERIGEE_SERVER` and `PERIGEE_KEY`, then
/// the default data directory. The key of a data directory is used only for the server that runs on it, never shown
/// to another.
record Locator(
        @Nullable String server,
        @Nullable String key,
        @Nullable Path data,
        Map<String, String> environment) {

    Address find() {
        Path directory = data == null ? DataDirectory.of(environment).path() : data.toAbsolutePath();
        String urlText = server != null || data != null ? server : variable("PERIGEE_SERVER");
        URI url = urlText == null ? running(directory) : url(urlText);
        String keyText = key != null || data != null ? key : variable("PERIGEE_KEY");
        if (keyText == null && runsOn(directory, url)) {
            keyText = operatorKey(directory);
        }
        if (keyText == null) {
            throw new CliException("no operator key for " + url + ": expected --key or PERIGEE_KEY");
        }
        return new Address(url, keyText);
    }

    private @Nullable String variable(String name) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? null : value;
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text.strip().replaceAll("/+$", ""));
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new BadValue("server", text, "a URL such as http://127.0.0.1:7400");
    }

    private static URI running(Path directory) {
        Path file = directory.resolve(ServerFile.NAME);
        if (!Files.exists(file)) {
            throw new CliException("no control plane in " + directory
                    + " (no server.json there): start one with `perigee up`, or name one with --server and --key");
        }
        try {
            return url(
                    Json.WIRE.read(Files.readAllBytes(file), ServerFile.class).url());
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": expected a file that you may read");
        }
    }

    private static boolean runsOn(Path directory, URI url) {
        return Files.exists(directory.resolve(ServerFile.NAME))
                && running(directory).equals(url);
    }

    private static @Nullable String operatorKey(Path directory) {
        Path file = directory.resolve("operator.key");
        try {
            return Files.exists(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": expected a file that you may read, or --key");
        }
    }
}
