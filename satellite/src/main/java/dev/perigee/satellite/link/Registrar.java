package dev.perigee.satellite.link;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Gets a satellite its key: the one it was given before, or a new one for a registration token. The key file is
/// readable by its owner only and is written before the key is first used, and after the keys that the control plane
/// signs with are kept.
public final class Registrar {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private final ControlPlaneClient client;
    private final ServerTrust trust;
    private final PrivateFile file;

    public Registrar(ControlPlaneClient client, ServerTrust trust, Path file) {
        this.client = client;
        this.trust = trust;
        this.file = new PrivateFile(file);
    }

    /// The key that is on file, if there is one.
    public Optional<SatelliteKey> onFile() throws IOException {
        return file.read().map(SatelliteKey::parse);
    }

    /// Registers a satellite that does not sign, with what it says of itself.
    public SatelliteKey register(SatelliteId satellite, String token, SatelliteProfile profile)
            throws IOException, LinkException, InterruptedException {
        return register(token, new RegistrationRequest(satellite, profile));
    }

    public SatelliteKey register(String token, RegistrationRequest request)
            throws IOException, LinkException, InterruptedException {
        Registration registration = client.post("/perigee/v1/register", token, request, Registration.class, ANSWER_MAX);
        trust.pin(registration.signing());
        file.write(registration.key().reveal());
        return registration.key();
    }
}
