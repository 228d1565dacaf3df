package dev.perigee.satellite.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/// A small file that its owner alone can read. It is replaced as a whole: after a crash it is the old or the new one.
public record PrivateFile(Path path) implements KeyFile {
    @Override
    public Optional<String> read() throws IOException {
        return Files.notExists(path)
                ? Optional.empty()
                : Optional.of(Files.readString(path).strip());
    }

    /// On disk when this returns.
    @Override
    public void write(String text) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // Otherwise the machine may stop and forget the new name, when others count on it already.
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /// When it was last written.
    @Override
    public Instant writtenAt() throws IOException {
        return Files.getLastModifiedTime(path).toInstant();
    }

    @Override
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }
}
