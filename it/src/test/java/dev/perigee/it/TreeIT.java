package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Nothing that a command started outlives it, whatever it does about that.
final class TreeIT {
    /// Each process writes its id to the file $0; `sleep` inherits that SIGTERM is ignored.
    private static final String STUBBORN = """
            trap '' TERM
            echo $$ >> "$0"
            sleeper='echo $$ >> "$0"; exec sleep 600'
            (sh -c "$sleeper" "$0" & sh -c "$sleeper" "$0" &)
            (sh -c "$sleeper" "$0" & sleep 600)&
            setsid sh -c "(sh -c '$sleeper' \\"\\$0\\" &) ; $sleeper" "$0" </dev/null >/dev/null 2>&1 &
            (setsid setsid sh -c "$sleeper" "$0" </dev/null >/dev/null 2>&1 &)
            sleep 600
            """;

    private static final int RECORDED = 7;

    @RegisterExtension
    static final Processes PROCESSES = Processes.untilClassEnds();

    @TempDir
    static Path data;

    @BeforeAll
    static void up() throws Exception {
        PROCESSES.start("up", "--port", "0", "--data", data.toString()).awaitReady();
    }

    private final Perigee perigee = new Perigee(PROCESSES, data);

    @Test
    void aTreeThatIgnoresSigtermIsGoneAfterItsTimeout(@TempDir Path directory) throws Exception {
        Path pids = directory.resolve("pids");
        Ran ran = perigee.run("send", "--timeout", "2s", "local", "--", "sh", "-c", STUBBORN, pids.toString());
        assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(124);
        assertThat(alive(pids)).isEmpty();
        assertThat(Files.readAllLines(pids)).hasSize(RECORDED);
    }

    @Test
    void aDaemonDoesNotOutliveTheProgramThatStartedIt(@TempDir Path directory) throws Exception {
        Path pids = directory.resolve("pids");
        String daemon = "setsid sh -c 'trap \"\" TERM; echo $$ >> \"$0\"; exec sleep 600' \"$0\" >/dev/null 2>&1 & "
                + "while ! [ -s \"$0\" ]; do :; done; echo started";
        Ran ran = perigee.run("send", "local", "--", "sh", "-c", daemon, pids.toString());
        assertThat(ran.out()).isEqualTo("started\n");
        assertThat(ran.exitCode()).isZero();
        assertThat(Files.readAllLines(pids)).hasSize(1);
        assertThat(alive(pids)).isEmpty();
    }

    @Test
    void aTreeThatIgnoresSigtermIsGoneWhenItsCommandIsCancelled(@TempDir Path directory) throws Exception {
        Path pids = directory.resolve("pids");
        String id = perigee.submit("local", "sh", "-c", STUBBORN, pids.toString());
        Await.until(
                "all of the tree runs",
                Duration.ofSeconds(20),
                () -> Files.exists(pids) && Files.readAllLines(pids).size() == RECORDED);
        Ran ran = perigee.run("cancel", id);
        assertThat(ran.out()).startsWith(id + " cancelled while it ran, after ");
        assertThat(ran.exitCode()).isZero();
        assertThat(alive(pids)).isEmpty();
    }

    private static List<String> alive(Path pids) throws Exception {
        return Files.readAllLines(pids).stream()
                .filter(pid -> Files.exists(Path.of("/proc", pid)))
                .toList();
    }
}
