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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Rounds of `kill -9` at random moments of a running load, of either end and, where it is a PostgreSQL server, of the
/// database: nothing that was accepted is lost or forgotten, and nothing runs twice. `-Dtorture.rounds=1000` for many,
/// `-Dtorture.seed=S` for other moments.
final class TortureIT {
    private static final int ROUNDS = Integer.getInteger("torture.rounds", 15);
    private static final long SEED = Long.getLong("torture.seed", 20_260_101);
    private static final long READY_LIFE_MILLIS_MAX = 600;
    private static final long WHOLE_LIFE_MILLIS_MAX = 1200;
    private static final long DATABASE_AWAY_MILLIS_MAX = 500;
    private static final Duration SETTLED_MAX = Duration.ofSeconds(30);

    /// The leases of what a dead satellite had been handed end soon, and none of them is the last.
    private static final String SERVER =
            "commands: {lease: 1s, attempts-max: 100, backoff-min: 100ms, backoff-max: 1s}\n";

    private static final String SATELLITE = "exec: {allow: any}\nlink: {backoff-min: 20ms, backoff-max: 200ms}\n";

    /// Registered first, so that it ends after all that use it.
    @Order(1)
    @RegisterExtension
    final Postgres postgres = new Postgres();

    @Order(2)
    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final Map<Victim, RunningPerigee> lives = new EnumMap<>(Victim.class);

    private enum Victim {
        CONTROL_PLANE,
        FAR,
        NEAR,
        DATABASE;

        /// The control plane as often as both satellites.
        static final List<Victim> EMBEDDED = List.of(CONTROL_PLANE, CONTROL_PLANE, FAR, NEAR);

        static final List<Victim> WITH_DATABASE = List.of(CONTROL_PLANE, CONTROL_PLANE, FAR, NEAR, DATABASE);
    }

    @Test
    void nothingIsLostAndNothingRunsTwiceHoweverOftenEitherEndDies() throws Exception {
        torture(Apart.in(directory, processes, SERVER, SATELLITE), Victim.EMBEDDED);
    }

    @Test
    void norOnPostgresqlWhichDiesNowAndThenToo() throws Exception {
        postgres.startIn(directory.resolve("postgres"));
        torture(Apart.in(directory, processes, SERVER + postgres.settings(), SATELLITE), Victim.WITH_DATABASE);
    }

    private void torture(Apart apart, List<Victim> victims) throws Exception {
        Apart.Lives first = apart.start();
        lives.put(Victim.CONTROL_PLANE, first.server());
        lives.put(Victim.FAR, first.satellite());
        lives.put(Victim.NEAR, apart.join("near", SATELLITE));
        Map<Victim, Integer> deaths = new EnumMap<>(Victim.class);
        Load load = Load.start(apart.client(), List.of("far", "near"), directory, random);
        for (int round = 1; round <= ROUNDS; round++) {
            Victim victim = victims.get(random.nextInt(victims.size()));
            awaitMoment(life(victim == Victim.DATABASE ? Victim.CONTROL_PLANE : victim));
            assertThat(load.isRunning())
                    .as("the load goes on in round %d of seed %d", round, SEED)
                    .isTrue();
            dies(victim, apart);
            deaths.merge(victim, 1, Integer::sum);
        }
        for (RunningPerigee life : lives.values()) {
            life.awaitReady();
        }

        Map<String, Long> ends = load.finish(apart);

        assertThat(ends).as("ends after seed %d", SEED).containsOnlyKeys("completed", "interrupted");
        System.out.println(ROUNDS + " rounds of seed " + SEED + ": " + deaths + ", " + ends);
    }

    private RunningPerigee life(Victim victim) {
        return requireNonNull(lives.get(victim));
    }

    /// Every other moment lies anywhere in a life, its start and recovery included.
    private void awaitMoment(RunningPerigee life) throws Exception {
        boolean ready = random.nextBoolean();
        if (ready) {
            life.awaitReady();
        }
        Await.pass(Duration.ofMillis(random.nextLong(ready ? READY_LIFE_MILLIS_MAX : WHOLE_LIFE_MILLIS_MAX)));
    }

    private void dies(Victim victim, Apart apart) throws Exception {
        switch (victim) {
            case CONTROL_PLANE -> diesAndStarts(victim, apart::server);
            case FAR -> diesAndStarts(victim, apart::satellite);
            case NEAR -> diesAndStarts(victim, () -> apart.satellite("near"));
            case DATABASE -> databaseDies(apart);
        }
    }

    private interface NextLife {
        RunningPerigee start() throws IOException;
    }

    private void diesAndStarts(Victim victim, NextLife next) throws Exception {
        life(victim).kill();
        lives.put(victim, next.start());
    }

    /// A control plane that runs lives through it. One that is starting may give up, and is started again.
    private void databaseDies(Apart apart) throws Exception {
        RunningPerigee server = life(Victim.CONTROL_PLANE);
        boolean ran = server.isReady();
        postgres.kill();
        Await.pass(Duration.ofMillis(random.nextLong(DATABASE_AWAY_MILLIS_MAX)));
        postgres.start();
        Await.until("ready or ended: " + server, SETTLED_MAX, () -> server.isReady() || !server.isAlive());
        if (!server.isAlive()) {
            assertThat(ran).as("it ran and has ended: " + server).isFalse();
            lives.put(Victim.CONTROL_PLANE, apart.server());
        }
    }
}
