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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gets a satellite its key: the one it was given before, or a new one for a registration token. The key file is
/// readable by its owner only and is written before the key is first used, and after the keys that the control plane
/// signs with are kept.
public final class Registrar {
    private static final Logger log = LoggerFactory.getLogger(Registrar.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final Duration TRY_MAX = Duration.ofHours(1);

    private final ControlPlaneClient client;
    private final ServerTrust trust;
    private final PrivateFile file;
    private final CountDownLatch never = new CountDownLatch(1);

    public Registrar(ControlPlaneClient client, ServerTrust trust, Path file) {
        this.client = client;
        this.trust = trust;
        this.file = new PrivateFile(file);
    }

    /// The key that is on file, if there is one.
    public Optional<SatelliteKey> onFile() throws IOException {
        return file.read().map(SatelliteKey::parse);
    }

    /// As `enroll`; tries for an hour as long as the control plane says that it is too often, each time after at
    /// least the time that it asks for.
    public Registration enroll(String token, RegistrationRequest request, Backoff backoff)
            throws IOException, LinkException, InterruptedException {
        Duration waited = Duration.ZERO;
        while (true) {
            try {
                return enroll(token, request);
            } catch (LinkException e) {
                if (e.retryAfter().isZero() || waited.compareTo(TRY_MAX) >= 0) {
                    throw e;
                }
                Duration pause = e.retryAfter().plus(backoff.next());
                log.atInfo()
                        .addKeyValue("satellite", request.satellite())
                        .addKeyValue("pause", pause)
                        .log("too many register at this time; trying again");
                var _ = never.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                waited = waited.plus(pause);
            }
        }
    }

    /// Registers a satellite that does not sign, with what it says of itself.
    public SatelliteKey register(SatelliteId satellite, String token, SatelliteProfile profile)
            throws IOException, LinkException, InterruptedException {
        return enroll(token, new RegistrationRequest(satellite, profile)).key();
    }

    /// Registers, and returns all that the control plane says to it.
    public Registration enroll(String token, RegistrationRequest request)
            throws IOException, LinkException, InterruptedException {
        Registration registration = client.post("/perigee/v1/register", token, request, Registration.class, ANSWER_MAX);
        trust.pin(registration.signing());
        file.write(registration.key().reveal());
        return registration;
    }
}
