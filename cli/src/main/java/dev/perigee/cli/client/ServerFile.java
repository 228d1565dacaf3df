package dev.perigee.cli.client;

import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// `server.json` in a data directory: where the control plane that runs on it can be reached. It is replaced whole, and
/// stays after the end, so that clients can name the address at which nobody answers.
public record ServerFile(String url) {
    static final String NAME = "server.json";

    public static void write(Path directory, URI url) throws IOException {
        Path part = directory.resolve(NAME + ".part");
        Files.write(part, Json.WIRE.bytes(new ServerFile(url.toString())));
        Files.move(part, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
