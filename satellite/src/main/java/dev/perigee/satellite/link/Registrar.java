package dev.perigee.satellite.link;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/// Gets a satellite its key: the one it was given before, or a new one for a registration token. The key file is
/// readable by its owner only and is written before the key is first used.
public final class Registrar {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private final ControlPlaneClient client;
    private final Path file;

    public Registrar(ControlPlaneClient client, Path file) {
        this.client = client;
        this.file = file;
    }

    /// The key that is on file, if there is one.
    public Optional<SatelliteKey> onFile() throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        return Optional.of(SatelliteKey.parse(Files.readString(file).strip()));
    }

    /// Registers with what the satellite says of itself.
    public SatelliteKey register(SatelliteId satellite, String token, SatelliteProfile profile)
            throws IOException, LinkException, InterruptedException {
        RegistrationRequest request = new RegistrationRequest(satellite, profile);
        SatelliteKey key = client.post("/perigee/v1/register", token, request, Registration.class, ANSWER_MAX)
                .key();
        store(key);
        return key;
    }

    private void store(SatelliteKey key) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            var _ = channel.write(StandardCharsets.UTF_8.encode(key.reveal() + "\n"));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
