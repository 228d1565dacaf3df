package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `perigee up`: one line when ready, one at a time on a directory, a clean end within 10 s whatever is under way.
final class UpIT {
    private static final String IMPATIENT = "PERIGEE_SATELLITE_LINK_DRAIN_MAX";

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path data;

    @Test
    void itSaysInOneLineWhereItIs() throws Exception {
        int port = Apart.freePort();
        RunningPerigee up = up(port);
        assertThat(up.awaitReady())
                .matches(
                        Pattern.quote("perigee ready server=http://127.0.0.1:" + port + " satellite=local data=" + data)
                                + " mcp=http://127\\.0\\.0\\.1:\\d+/mcp");
        assertThat(client().run("satellites").out()).contains("local").contains("live");
        assertThat(up.terminate().out().lines()).hasSize(1);
    }

    @Test
    void aSecondOneOnTheSameDirectoryIsRefused() throws Exception {
        up(0).awaitReady();
        Ran second = up(0).awaitExit();
        assertThat(second.exitCode()).isEqualTo(125);
        assertThat(second.out()).isEmpty();
        assertThat(second.err().lines())
                .singleElement()
                .asString()
                .startsWith("perigee: ")
                .contains(data.toString());
        assertThat(client().run("send", "local", "--", "echo", "still here").out())
                .isEqualTo("still here\n");
    }

    @Test
    void aPortInUseIsNamed(@TempDir Path other) throws Exception {
        int port = Apart.freePort();
        up(port).awaitReady();
        Ran second = processes
                .start("up", "--port", String.valueOf(port), "--data", other.toString())
                .awaitExit();
        assertThat(second.exitCode()).isEqualTo(125);
        assertThat(second.out()).isEmpty();
        assertThat(second.err().lines())
                .filteredOn(line -> line.startsWith("perigee: "))
                .singleElement()
                .asString()
                .contains(String.valueOf(port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsItWhileACommandRunsAndTheCommandIsInterrupted(String signal) throws Exception {
        RunningPerigee up = signal.equals("INT") ? impatient(0) : up(0);
        up.awaitReady();
        String done = client().submit("local", "echo", "done");
        client().awaitState(done, "completed");
        String running = client().submit("local", "sh", "-c", "trap '' TERM; while :; do sleep 600; done");
        client().awaitState(running, "acknowledged");

        assertThat((signal.equals("INT") ? up.interrupt() : up.terminate()).exitCode())
                .isZero();

        up(0).awaitReady();
        client().awaitState(running, "interrupted");
        assertThat(client().run("commands").out()).contains(done, "completed", running, "interrupted");
    }

    @Test
    void aClientThatWaitsGetsTheEndOfItsCommandFromTheNextLife() throws Exception {
        int port = Apart.freePort();
        RunningPerigee up = impatient(port);
        up.awaitReady();
        RunningPerigee waiting = client().start("send", "local", "--", "sleep", "600");
        Await.until(
                "the command runs",
                RunningPerigee.STOP_MAX,
                () -> !client().commands("acknowledged").isEmpty());

        assertThat(up.terminate().exitCode()).isZero();
        up(port).awaitReady();

        Ran ran = waiting.awaitExit();
        assertThat(ran.exitCode()).isEqualTo(125);
        assertThat(ran.err().lines()).singleElement().asString().contains("interrupted");
    }

    @Test
    void whatWasKilledIsFoundAgain() throws Exception {
        RunningPerigee up = up(0);
        up.awaitReady();
        String done = client().submit("local", "echo", "done");
        client().awaitState(done, "completed");
        up.kill();
        up(0).awaitReady();
        assertThat(client().command(done)
                        .path("result")
                        .path("stdout")
                        .path("text")
                        .asString())
                .isEqualTo("done\n");
        assertThat(client().run("send", "local", "--", "echo", "again").out()).isEqualTo("again\n");
    }

    @Test
    void keysAreForTheirOwnerOnlyAndNotInTheLog() throws Exception {
        RunningPerigee up = up(0);
        up.awaitReady();
        for (Path key : List.of(operatorKey(), satelliteKey())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .as(key.toString())
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(satelliteKey().getParent())))
                .isEqualTo("rwx------");
        String written = up.terminate().toString();
        for (Path key : List.of(operatorKey(), satelliteKey())) {
            assertThat(written).doesNotContain(Files.readString(key).strip());
        }
    }

    @Test
    void secretsAreNowhereToBeSeen() throws Exception {
        String chosen = "a-key-that-the-operator-chose";
        RunningPerigee up = processes.start(
                Map.of(
                        "PERIGEE_SERVER_OPERATOR_KEY",
                        chosen,
                        "PERIGEE_KEY",
                        chosen,
                        "PERIGEE_LOG",
                        "debug",
                        IMPATIENT,
                        "1s"),
                "up",
                "--port",
                "0",
                "--data",
                data.toString());
        up.awaitReady();
        String[] key = {"--key", chosen};
        Path pid = data.resolve("pid");
        processes.run(
                "send",
                "--data",
                data.toString(),
                key[0],
                key[1],
                "--no-wait",
                "local",
                "--",
                "sh",
                "-c",
                "echo $$ > " + pid + ".part; mv " + pid + ".part " + pid + "; env; sleep 600");
        Await.until("the command runs", RunningPerigee.STOP_MAX, () -> Files.exists(pid));
        long running = Long.parseLong(Files.readString(pid).strip());
        String satelliteSecret = Files.readString(satelliteKey()).strip().replaceAll("^[^.]*\\.", "");

        assertThat(satelliteSecret).hasSizeGreaterThan(20);
        for (String secret : List.of(chosen, satelliteSecret)) {
            assertThat(Processes.environment(running)).isNotEmpty().doesNotContain(secret);
            assertThat(Processes.commandLine(running)).isNotEmpty().doesNotContain(secret);
            assertThat(Processes.commandLine(up.pid())).isNotEmpty().doesNotContain(secret);
        }
        Ran ended = up.terminate();
        assertThat(ended.out() + ended.err())
                .isNotEmpty()
                .doesNotContain(chosen)
                .doesNotContain(satelliteSecret);
    }

    private RunningPerigee up(int port) throws Exception {
        return processes.start("up", "--port", String.valueOf(port), "--data", data.toString());
    }

    /// One that does not wait long for the commands that run when it is stopped.
    private RunningPerigee impatient(int port) throws Exception {
        return processes.start(
                Map.of(IMPATIENT, "1s"), "up", "--port", String.valueOf(port), "--data", data.toString());
    }

    private Perigee client() {
        return new Perigee(processes, data);
    }

    private Path operatorKey() {
        return data.resolve("operator.key");
    }

    private Path satelliteKey() {
        return data.resolve("satellite").resolve("key");
    }
}
