package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A control plane whose files can grow no further, as on a full disk: a limit on the size of its files, set while it
/// runs and taken away again.
@Timeout(120)
class DiskFullIT {
    private static final int ROOM_BYTES = 200_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    @Test
    void submissionsAreRefusedWhileTheRestGoesOnUntilThereIsRoomAgain() throws Exception {
        Apart apart = Apart.in(
                directory, processes, "", "exec: {allow: any}\nlink: {backoff-min: 20ms, backoff-max: 200ms}\n");
        Apart.Lives lives = apart.start();
        Path gate = directory.resolve("gate");
        String running =
                apart.client().submit("far", "sh", "-c", "until [ -e " + gate + " ]; do sleep 0.05; done; echo ran");
        apart.client().awaitState(running, "acknowledged");

        long log = Files.size(apart.serverData().resolve("perigee.db-wal"));
        limitFileSize(lives.server(), String.valueOf(log + ROOM_BYTES));
        Ran refused = fill(apart);

        assertThat(refused.exitCode()).isEqualTo(125);
        assertThat(refused.err()).contains("the control plane cannot write");
        assertThat(apart.client().run("commands").out()).contains(running);
        assertThat(apart.client().run("satellites").out()).contains("far").contains("live");
        Files.createFile(gate);

        limitFileSize(lives.server(), "unlimited");
        apart.client().awaitState(running, "completed");
        assertThat(apart.client().run("send", "far", "--", "true").exitCode()).isZero();
    }

    /// Submits until one is refused, which is returned.
    private Ran fill(Apart apart) throws Exception {
        String ballast = "x".repeat(30_000);
        Ran[] last = new Ran[1];
        Await.until("a submission is refused", SOON, () -> {
            last[0] = apart.client()
                    .run("send", "--no-wait", "--ttl", "5s", "--env", "BALLAST=" + ballast, "far", "--", "true");
            return last[0].exitCode() != 0;
        });
        return last[0];
    }

    private static void limitFileSize(RunningPerigee server, String soft) throws Exception {
        Ran ran = Ran.here("prlimit", "--pid", String.valueOf(server.pid()), "--fsize=" + soft + ":");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
    }
}
