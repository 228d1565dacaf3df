package dev.perigee.cli.config;

import dev.perigee.protocol.SatelliteId;
import java.nio.file.Path;
import java.util.Map;

/// Where things are kept when nobody says where: `$PERIGEE_DATA`, else `$XDG_DATA_HOME/perigee`, else
/// `~/.local/share/perigee`.
public record DataDirectory(Path path) {
    public static DataDirectory of(Map<String, String> environment) {
        String own = environment.getOrDefault("PERIGEE_DATA", "");
        if (!own.isEmpty()) {
            return new DataDirectory(Path.of(own).toAbsolutePath().normalize());
        }
        String shared = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = shared.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".local", "share")
                : Path.of(shared);
        return new DataDirectory(base.resolve("perigee").toAbsolutePath().normalize());
    }

    /// Of a satellite that was started by itself.
    public Path satellite(SatelliteId id) {
        return path.resolve("satellites").resolve(id.value());
    }
}
