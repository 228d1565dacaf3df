package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a program writes and how far it is can be followed while it runs.
final class FollowIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FLOOD_BYTES = 200_000_000;

    @RegisterExtension
    static final Processes PROCESSES = Processes.untilClassEnds();

    @TempDir
    static Path data;

    @TempDir
    private Path directory;

    @BeforeAll
    static void up() throws Exception {
        PROCESSES.start("up", "--port", "0", "--data", data.toString()).awaitReady();
    }

    private final Perigee perigee = new Perigee(PROCESSES, data);

    @Test
    void linesArriveWhileTheProgramRuns() throws Exception {
        Path go = directory.resolve("go");
        RunningPerigee send = perigee.start(
                "send",
                "local",
                "--",
                "sh",
                "-c",
                "echo first; echo oops >&2; " + until(go) + "; printf second; exit 3");
        Await.until("the first line arrives", SOON, () -> send.stdout().equals("first\n"));
        Await.until("so does stderr", SOON, () -> send.stderr().equals("oops\n"));
        assertThat(send.isAlive()).isTrue();

        Files.createFile(go);

        Ran ran = send.awaitExit();
        assertThat(ran.out()).isEqualTo("first\nsecond");
        assertThat(ran.err()).isEqualTo("oops\n");
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    @Test
    void aRunningCommandCanBeFollowedByItsId() throws Exception {
        Path go = directory.resolve("go");
        String id = perigee.submit("local", "sh", "-c", "echo first; " + until(go) + "; echo second");
        RunningPerigee follow = perigee.start("command", id, "--follow");
        Await.until("the first line arrives", SOON, () -> follow.stdout().equals("first\n"));
        Files.createFile(go);

        assertThat(follow.awaitExit().out()).isEqualTo("first\nsecond\n");
        assertThat(perigee.run("command", id, "--follow").out()).isEqualTo("first\nsecond\n");
    }

    @Test
    void muchOutputArrivesWholeAndInOrder() throws Exception {
        Path file = directory.resolve("lines");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            lines.add("line " + i);
        }
        Files.write(file, lines);
        Ran ran = perigee.run("send", "local", "--", "sh", "-c", "sleep 0.4; cat " + file + "; sleep 0.4");
        assertThat(ran.stdout()).isEqualTo(Files.readAllBytes(file));
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void aReaderThatStallsNeverHoldsTheProgramUp() throws Exception {
        Path go = directory.resolve("go");
        Path done = directory.resolve("done");
        String id = perigee.submit(
                "local",
                "sh",
                "-c",
                until(go) + "; head -c " + FLOOD_BYTES + " /dev/zero; touch " + done + "; " + until(Path.of(go + "2")));
        try (Follower stalled = new Follower(data, id, "output")) {
            perigee.awaitState(id, "acknowledged");
            Files.createFile(go);
            Await.until("the program has written all", SOON, () -> Files.exists(done));
            Files.createFile(Path.of(go + "2"));
            perigee.awaitState(id, "completed");

            long position = 0;
            long missed = 0;
            Follower.Event event = stalled.next();
            while (!event.name().equals("end")) {
                if (event.name().equals("gap")) {
                    assertThat(event.data().path("from").asLong()).isEqualTo(position);
                    missed += event.data().path("to").asLong() - position;
                    position = event.data().path("to").asLong();
                } else {
                    assertThat(event.data().path("offset").asLong()).isEqualTo(position);
                    position += event.data().path("text").asString().length();
                }
                event = stalled.next();
            }
            assertThat(position).isEqualTo(FLOOD_BYTES);
            assertThat(missed).isPositive();
        }
    }

    @Test
    void aProgramSaysHowFarItIs() throws Exception {
        Path go = directory.resolve("go");
        String id =
                perigee.submit("local", "sh", "-c", "echo '42 copying files' >> \"$PERIGEE_PROGRESS\"; " + until(go));
        try (Follower follower = new Follower(data, id, "events")) {
            Follower.Event event = follower.next();
            while (!event.name().equals("progress")) {
                event = follower.next();
            }
            assertThat(event.data().path("percent").asInt()).isEqualTo(42);
            assertThat(event.data().path("note").asString()).isEqualTo("copying files");
            Files.createFile(go);
            event = follower.next();
            assertThat(event.data().path("state").asString()).isEqualTo("completed");
        }
    }

    @Test
    void followingGoesOnOverACrashOfTheControlPlane() throws Exception {
        Path go = directory.resolve("go");
        Apart apart = Apart.in(directory, PROCESSES, "", "exec:\n  allow: any\n");
        Apart.Lives lives = apart.start();
        RunningPerigee send = apart.client()
                .start(
                        "send",
                        "far",
                        "--",
                        "sh",
                        "-c",
                        "echo first; " + until(go) + "; echo second; " + until(Path.of(go + "2")) + "; echo third");
        Await.until("the first line arrives", SOON, () -> send.stdout().equals("first\n"));

        lives.server().kill();
        Files.createFile(go);
        apart.server().awaitReady();

        Await.until("the second line arrives", SOON, () -> send.stdout().equals("first\nsecond\n"));
        Files.createFile(Path.of(go + "2"));
        Ran ran = send.awaitExit();
        assertThat(ran.out()).isEqualTo("first\nsecond\nthird\n");
        assertThat(ran.exitCode()).isZero();
    }

    private static String until(Path file) {
        return "until [ -e " + file + " ]; do sleep 0.02; done";
    }
}
