package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A control plane whose PostgreSQL server is gone, or there and silent as behind a cut cable.
@Timeout(120)
class DatabaseAwayIT {
    private static final Duration MAX = Duration.ofSeconds(30);

    @Order(1)
    @RegisterExtension
    final Postgres postgres = new Postgres();

    @Order(2)
    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private Apart apart;
    private Apart.Lives lives;

    @BeforeEach
    void start() throws Exception {
        postgres.startIn(directory.resolve("postgres"));
        apart = Apart.in(directory, processes, postgres.settings(), "exec: {allow: any}\n");
        lives = apart.start();
        assertThat(apart.client().run("send", "far", "--", "true").exitCode()).isZero();
    }

    @Test
    void asksCallersToComeAgainAndWorksOnWhenTheDatabaseIsBack() throws Exception {
        postgres.kill();
        RunningPerigee send = apart.client().start("send", "far", "--", "echo", "there");
        Await.until("the database is missed", MAX, () -> lives.server().stderr().contains("the database fails"));
        postgres.start();

        assertThat(send.awaitExit().out()).isEqualTo("there\n");
    }

    @Test
    void endsInTimeWhenTheDatabaseIsGone() throws Exception {
        postgres.kill();
        RunningPerigee send = apart.client().start("send", "far", "--", "true");
        Await.until(
                "the database is missed",
                MAX,
                () -> lives.server().stderr().contains("the database cannot be reached"));

        assertThat(lives.server().terminate().exitCode()).isZero();
        send.kill();
    }

    @Test
    void endsInTimeWhenTheDatabaseIsSilent() throws Exception {
        postgres.pause();
        RunningPerigee send = apart.client().start("send", "far", "--", "true");
        Await.pass(Duration.ofSeconds(1));

        assertThat(lives.server().terminate().exitCode()).isZero();
        send.kill();
        postgres.resume();
    }
}
