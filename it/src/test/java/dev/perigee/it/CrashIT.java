package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of either end, at 20 moments of a running load each: nothing is lost, nothing runs twice.
final class CrashIT {
    private static final int CRASHES = 20;
    private static final long SEED = 20_260_101;
    private static final long READY_LIFE_MILLIS_MAX = 600;
    private static final long WHOLE_LIFE_MILLIS_MAX = 1200;

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    @Test
    void theControlPlaneDiesAndEveryCommandRunsOnce() throws Exception {
        Apart apart = apart();
        RunningPerigee server = apart.start().server();
        Load load = Load.start(apart.client(), directory, random);
        for (int i = 0; i < CRASHES; i++) {
            awaitMoment(i, server);
            assertThat(load.isRunning()).as("the load goes on at crash " + i).isTrue();
            server.kill();
            server = apart.server();
        }
        Map<String, Long> ends = load.finish(apart.client());
        // the satellite lived on, so nothing was interrupted, and each lease came in time
        assertThat(ends).containsOnlyKeys("completed");
    }

    @Test
    void theSatelliteDiesAndNoCommandRunsTwice() throws Exception {
        Apart apart = apart();
        RunningPerigee satellite = apart.start().satellite();
        Load load = Load.start(apart.client(), directory, random);
        for (int i = 0; i < CRASHES; i++) {
            awaitMoment(i, satellite);
            assertThat(load.isRunning()).as("the load goes on at crash " + i).isTrue();
            satellite.kill();
            satellite = apart.satellite();
        }
        Map<String, Long> ends = load.finish(apart.client());
        assertThat(ends).containsKeys("completed", "interrupted");
    }

    /// Every other moment lies anywhere in a life, its start and recovery included.
    private void awaitMoment(int crash, RunningPerigee life) throws Exception {
        boolean ready = crash % 2 == 0;
        if (ready) {
            life.awaitReady();
        }
        Await.pass(Duration.ofMillis(random.nextLong(ready ? READY_LIFE_MILLIS_MAX : WHOLE_LIFE_MILLIS_MAX)));
    }

    private Apart apart() throws Exception {
        return Apart.in(
                directory,
                processes,
                "commands: {lease: 1s, attempts-max: 100}\n",
                "exec: {allow: any}\nlink: {backoff-min: 20ms, backoff-max: 200ms}\n");
    }
}
