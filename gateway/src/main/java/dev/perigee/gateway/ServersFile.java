package dev.perigee.gateway;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The servers that commands brought, on disk for their owner only, as in an `mcpServers` file. What was
/// written survives the machine; it is there whole or not at all.
final class ServersFile {
    private final Path path;

    private record Document(@Nullable Map<String, JsonNode> mcpServers) {}

    ServersFile(Path path) {
        this.path = path;
    }

    /// Entries by name. Throws `IOException` when the file is there and cannot be read, and `BadValue` when it
    /// is none.
    Map<String, JsonNode> read() throws IOException {
        if (Files.notExists(path)) {
            return Map.of();
        }
        try {
            Map<String, JsonNode> entries =
                    Json.WIRE.read(Files.readAllBytes(path), Document.class).mcpServers();
            return entries == null ? Map.of() : Map.copyOf(entries);
        } catch (BadValue e) {
            throw new BadValue(path + ": " + e.getMessage());
        }
    }

    void write(Map<String, JsonNode> entries) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(Json.WIRE.bytes(new Document(new TreeMap<>(entries))));
            while (bytes.hasRemaining()) {
                var _ = channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
                entry.force(true);
            }
        }
    }
}
