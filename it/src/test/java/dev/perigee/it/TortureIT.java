package dev.perigee.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Rounds of `kill -9` of either end at random moments of a running load: nothing that was accepted is lost or
/// forgotten, and nothing runs twice. `-Dtorture.rounds=1000` for many, `-Dtorture.seed=S` for other
/// moments.
final class TortureIT {
    private static final int ROUNDS = Integer.getInteger("torture.rounds", 50);
    private static final long SEED = Long.getLong("torture.seed", 20_260_101);
    private static final long READY_LIFE_MILLIS_MAX = 600;
    private static final long WHOLE_LIFE_MILLIS_MAX = 1200;

    /// The leases of what a dead satellite had been handed end soon, and none of them is the last.
    private static final String SERVER =
            "commands: {lease: 1s, attempts-max: 100, backoff-min: 100ms, backoff-max: 1s}\n";

    private static final String SATELLITE = "exec: {allow: any}\nlink: {backoff-min: 20ms, backoff-max: 200ms}\n";

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    /// What is killed, the control plane as often as both satellites.
    private enum Victim {
        CONTROL_PLANE,
        FAR,
        NEAR;

        static final List<Victim> DRAWN = List.of(CONTROL_PLANE, CONTROL_PLANE, FAR, NEAR);

        RunningPerigee start(Apart apart) throws IOException {
            return switch (this) {
                case CONTROL_PLANE -> apart.server();
                case FAR -> apart.satellite();
                case NEAR -> apart.satellite("near");
            };
        }
    }

    @Test
    void nothingIsLostAndNothingRunsTwiceHoweverOftenEitherEndDies() throws Exception {
        torture(Apart.in(directory, processes, SERVER, SATELLITE));
    }

    private void torture(Apart apart) throws Exception {
        Map<Victim, RunningPerigee> lives = start(apart);
        Load load = Load.start(apart.client(), List.of("far", "near"), directory, random);
        for (int round = 1; round <= ROUNDS; round++) {
            Victim victim = Victim.DRAWN.get(random.nextInt(Victim.DRAWN.size()));
            RunningPerigee life = requireNonNull(lives.get(victim));
            awaitMoment(life);
            assertThat(load.isRunning())
                    .as("the load goes on in round %d of seed %d", round, SEED)
                    .isTrue();
            life.kill();
            lives.put(victim, victim.start(apart));
        }
        for (RunningPerigee life : lives.values()) {
            life.awaitReady();
        }

        Map<String, Long> ends = load.finish(apart);

        assertThat(ends).as("ends after seed %d", SEED).containsOnlyKeys("completed", "interrupted");
        System.out.println(ROUNDS + " rounds of seed " + SEED + ": " + ends);
    }

    private static Map<Victim, RunningPerigee> start(Apart apart) throws Exception {
        Apart.Lives first = apart.start();
        Map<Victim, RunningPerigee> lives = new EnumMap<>(Victim.class);
        lives.put(Victim.CONTROL_PLANE, first.server());
        lives.put(Victim.FAR, first.satellite());
        lives.put(Victim.NEAR, apart.join("near", SATELLITE));
        return lives;
    }

    /// Every other moment lies anywhere in a life, its start and recovery included.
    private void awaitMoment(RunningPerigee life) throws Exception {
        boolean ready = random.nextBoolean();
        if (ready) {
            life.awaitReady();
        }
        Await.pass(Duration.ofMillis(random.nextLong(ready ? READY_LIFE_MILLIS_MAX : WHOLE_LIFE_MILLIS_MAX)));
    }
}
