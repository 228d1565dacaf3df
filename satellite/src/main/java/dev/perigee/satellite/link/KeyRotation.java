package dev.perigee.satellite.link;

import dev.perigee.protocol.registration.KeyOffer;
import dev.perigee.protocol.registration.SatelliteKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes the satellite's key when the control plane hints at it, or the key is old: asks for the next one, keeps it,
/// uses it, and only then lets go of the one before. Each step can be the last of a life; the next life goes on from
/// there. Runs on one thread; stops when that is interrupted.
public final class KeyRotation implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
    private static final Duration LOOK_EVERY = Duration.ofHours(1);

    private final KeySource source;
    private final KeyRing ring;
    private final KeyHints hints;
    private final Age age;
    private final Backoff backoff;
    private final CountDownLatch never = new CountDownLatch(1);

    /// How old a key becomes, if there is a limit to it, and by which time.
    public record Age(@Nullable Duration max, InstantSource clock) {
        Duration left(Instant since) {
            if (max == null) {
                return LOOK_EVERY;
            }
            Duration left = Duration.between(clock.instant(), since.plus(max));
            return left.compareTo(LOOK_EVERY) > 0 ? LOOK_EVERY : left;
        }

        boolean over(Instant since) {
            return max != null && !clock.instant().isBefore(since.plus(max));
        }
    }

    public KeyRotation(KeySource source, KeyRing ring, KeyHints hints, Age age, Backoff backoff) {
        this.source = source;
        this.ring = ring;
        this.hints = hints;
        this.age = age;
        this.backoff = backoff;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                turn();
            }
        } catch (InterruptedException _) {
            log.debug("changing keys stopped");
        }
    }

    private void turn() throws InterruptedException {
        try {
            Duration wait = age.left(ring.since());
            boolean hinted = ring.next().isPresent() || hints.await(wait.isNegative() ? Duration.ZERO : wait);
            if (hinted || age.over(ring.since())) {
                rotate();
                hints.done();
                backoff.reset();
            }
        } catch (LinkException | IOException e) {
            log.atWarn().addKeyValue("error", e.getMessage()).log("the key is not changed yet; trying again");
            hints.hear(true);
            var _ = never.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Goes on with the change that an earlier life began, or makes one.
    void rotate() throws LinkException, IOException, InterruptedException {
        Optional<SatelliteKey> begun = ring.next();
        if (begun.isEmpty()) {
            KeyOffer offer = source.ask(ring.get());
            ring.keep(offer.key());
        }
        if (source.confirm(ring.get())) {
            ring.adopt();
            log.info("the key was changed");
        } else {
            ring.discard();
            throw new LinkException("the control plane does not know the next key; the one before it stays");
        }
    }
}
