package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeTreeTest {
    private static final String DEAF = "trap '' TERM; ";

    /// More forks than fit into the timeout, and yet not so many that the machine itself is what is tested.
    private static final String MANY = "i=0; while [ $((i+=1)) -le 1000 ]; do ";
    private final Trees trees = new Trees();

    @AfterEach
    void close() {
        trees.close();
    }

    @Test
    void grandchildrenThatIgnoreSigtermAreGoneAfterTheTimeout() {
        Outcome outcome = trees.run(Trees.shell(
                Trees.within(500), DEAF + "(sleep 100; :) & (setsid sh -c 'sleep 100; :'; :) & sleep 100; :"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void aDaemonInItsOwnSessionIsGoneWithItsCommand(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("pid");
        Outcome.Exited exited = trees.runToExit(Trees.shell("(setsid sh -c 'sleep 100 & echo $! >%1$s; wait' &);"
                .concat(" while [ ! -s %1$s ]; do sleep 0.01; done; exit 6")
                .formatted(file)));

        assertThat(exited.exitCode()).isEqualTo(6);
        assertThat(Trees.gone(Integer.parseInt(Files.readString(file).trim()))).isTrue();
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void aDaemonThatIgnoresSigtermIsKilledAfterTheGrace() {
        RunningTree tree = trees.start(Trees.shell(DEAF + "setsid sleep 100 & exit 0"));
        Outcome outcome = Trees.end(tree);

        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void aGrandchildThatHoldsThePipeDoesNotHoldTheResult() {
        long before = System.nanoTime();
        Outcome.Exited exited = trees.runToExit(Trees.shell(DEAF + "sleep 100 & echo result"));
        Duration took = Duration.ofNanos(System.nanoTime() - before);

        assertThat(exited.stdout().text()).isEqualTo("result\n");
        assertThat(took.minus(exited.wall())).isBetween(Trees.GRACE, Duration.ofSeconds(5));
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void aGrandchildThatKeepsWritingDoesNotHoldTheResult() {
        Outcome.Exited exited = trees.runToExit(Trees.shell(DEAF + "yes & exit 2"));

        assertThat(exited.exitCode()).isEqualTo(2);
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void aGrandchildThatEndsBySigtermNeedsNoGrace() {
        Duration grace = Duration.ofSeconds(10);
        try (Trees patient = new Trees(grace, 1, System::nanoTime)) {
            long before = System.nanoTime();
            patient.runToExit(Trees.shell("sleep 100 & setsid sleep 100 & exit 0"));

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(grace);
            assertThat(patient.alive()).isEmpty();
        }
    }

    @Test
    void aLoopOfForksIsGoneAfterTheTimeout() {
        Outcome outcome = trees.run(Trees.shell(Trees.within(300), DEAF + MANY + "sleep 100 & done; wait"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void aLoopOfForksIntoOwnSessionsIsGoneAfterTheTimeout() {
        Outcome outcome = trees.run(Trees.shell(Trees.within(300), DEAF + MANY + "setsid sleep 100 & done; wait"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(trees.alive()).isEmpty();
    }

    @Test
    void anOrphanWithoutSessionMarkerOrParentIsKilledOnceNoTreeIsLive() {
        RunningTree other = trees.start(Trees.shell("sleep 100"));
        Outcome.Exited exited = trees.runToExit(Trees.shell("env -i setsid sleep 100 >&- 2>&- & echo $!;"
                + " until [ \"$(cut -d' ' -f6 /proc/$!/stat)\" = $! ]; do sleep 0.01; done"));
        int orphan = Integer.parseInt(exited.stdout().text().trim());
        assertThat(Trees.gone(orphan)).isFalse();

        other.terminate();
        Trees.end(other);

        Eventually.until(
                "orphan " + orphan + " is gone", () -> ProcFs.stat(orphan).isEmpty());
    }

    @Test
    void aMemberThatShedsItsMarkAfterItWasSeenIsStillKilled() {
        Outcome outcome = trees.run(Trees.shell(
                Trees.within(500),
                "trap 'exit 0' TERM; " + "sh -c \"trap '' TERM; exec env -i setsid -w sleep 100\" & wait; sleep 100"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        Eventually.until(
                "no child is left",
                () -> ProcFs.all().stream()
                        .noneMatch(stat -> stat.parent() == ProcFs.self() && stat.session() != ownSession()));
    }

    private static int ownSession() {
        return ProcFs.stat(ProcFs.self()).orElseThrow().session();
    }
}
