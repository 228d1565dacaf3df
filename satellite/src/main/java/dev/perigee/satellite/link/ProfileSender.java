package dev.perigee.satellite.link;

import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the control plane what the satellite says of itself, once in each of its lives; tries again until that is
/// known, or it is clear that this control plane does not want it. Nothing else depends on it.
public final class ProfileSender implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ProfileSender.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final int UNAUTHORIZED = 401;

    private final ControlPlaneClient client;
    private final Supplier<SatelliteKey> key;
    private final SatelliteProfile profile;
    private final Backoff backoff;
    private final CountDownLatch never = new CountDownLatch(1);
    private Duration leftAlone = Duration.ZERO;

    public ProfileSender(
            ControlPlaneClient client, Supplier<SatelliteKey> key, SatelliteProfile profile, Backoff backoff) {
        this.client = client;
        this.key = key;
        this.profile = profile;
        this.backoff = backoff;
    }

    @Override
    public void run() {
        try {
            while (!isSettled()) {
                var _ = never.await(backoff.next(leftAlone).toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            log.debug("telling of itself stopped");
        }
    }

    private boolean isSettled() throws InterruptedException {
        try {
            SatelliteKey used = key.get();
            int status = client.put(
                    "/perigee/v1/satellites/" + used.satellite() + "/profile", used.reveal(), profile, ANSWER_MAX);
            leftAlone = Duration.ZERO;
            boolean changed = status == UNAUTHORIZED && !key.get().equals(used);
            boolean later = status >= 500 || changed;
            if (later) {
                log.atWarn().addKeyValue("status", status).log("group and labels not taken; trying again");
            } else if (status == 404 || status == 405) {
                log.info("this control plane is older and does not know of groups and labels");
            } else if (status / 100 != 2) {
                log.atWarn().addKeyValue("status", status).log("group and labels refused");
            }
            return !later;
        } catch (LinkException e) {
            leftAlone = e.retryAfter();
            log.atDebug().addKeyValue("why", e.getMessage()).log("group and labels not told; trying again");
            return false;
        }
    }
}
