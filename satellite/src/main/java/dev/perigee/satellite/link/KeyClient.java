package dev.perigee.satellite.link;

import dev.perigee.protocol.registration.KeyOffer;
import dev.perigee.protocol.registration.SatelliteKey;
import java.time.Duration;
import java.util.Map;

/// Asks for keys in the perigee dialect.
public record KeyClient(ControlPlaneClient client) implements KeySource {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final int UNAUTHORIZED = 401;

    @Override
    public KeyOffer ask(SatelliteKey present) throws LinkException, InterruptedException {
        return client.post(own(present) + "/key", present.reveal(), Map.of(), KeyOffer.class, ANSWER_MAX);
    }

    @Override
    public boolean confirm(SatelliteKey next) throws LinkException, InterruptedException {
        int status = client.getStatus(own(next) + "/signing-keys", next.reveal(), ANSWER_MAX);
        if (status / 100 == 2) {
            return true;
        }
        if (status == UNAUTHORIZED) {
            return false;
        }
        throw new LinkException("the first use of the next key was answered with HTTP status " + status);
    }

    private static String own(SatelliteKey key) {
        return "/perigee/v1/satellites/" + key.satellite();
    }
}
