package dev.perigee.bench.peer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds installed programs: on the PATH, and where Debian keeps servers off it.
final class Programs {
    private static final Path POSTGRES_VERSIONS = Path.of("/usr/lib/postgresql");
    private static final List<Path> OFF_THE_PATH =
            List.of(Path.of("/usr/lib/rabbitmq/bin"), Path.of("/usr/sbin"), Path.of("/usr/local/sbin"));

    private Programs() {}

    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        // RabbitMQ's script on the PATH changes the user; the one that it wraps does not.
        return Stream.concat(
                        OFF_THE_PATH.stream(),
                        Stream.of(path.split(File.pathSeparator, -1)).map(Path::of))
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// A program of the newest installed PostgreSQL.
    static Optional<Path> ofPostgres(String name) {
        if (!Files.isDirectory(POSTGRES_VERSIONS)) {
            return find(name);
        }
        try (Stream<Path> versions = Files.list(POSTGRES_VERSIONS)) {
            return versions.filter(version -> version.getFileName().toString().matches("\\d+"))
                    .sorted(Comparator.comparingInt((Path version) ->
                                    Integer.parseInt(version.getFileName().toString()))
                            .reversed())
                    .map(version -> version.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// That a program is not there, and how it comes.
    static Peer.Start.Missing missing(String what) {
        return new Peer.Start.Missing(what + " is not installed: bench/peers.sh install");
    }
}
