package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.process.ProcessSpec.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    private final Trees trees = new Trees();

    @AfterEach
    void close() {
        trees.close();
    }

    @Test
    void allByteValuesComeThrough(@TempDir Path directory) throws IOException {
        byte[] all = new byte[256 * 300];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i + i / 256);
        }
        Path file = Files.write(directory.resolve("bytes"), all);

        Outcome.Exited exited = trees.runToExit(ProcessSpec.of("a", Trees.AMPLE, "cat", file.toString()));

        assertThat(exited.stdout()).isEqualTo(new CapturedOutput(all, all.length));
        assertThat(exited.stdout().truncated()).isFalse();
    }

    @Test
    void theStreamsAreKeptApart() {
        Outcome.Exited exited = trees.runToExit(Trees.shell("echo out; echo err >&2"));

        assertThat(exited.stdout().text()).isEqualTo("out\n");
        assertThat(exited.stderr().text()).isEqualTo("err\n");
    }

    @Test
    void beyondTheLimitOutputIsCountedAndDroppedWhileTheProgramGoesOn() {
        Limits limits = new Limits(Duration.ofSeconds(30), 1000);

        Outcome.Exited exited =
                trees.runToExit(Trees.shell(limits, "head -c 3000000 /dev/zero; echo done >&2; exit 3"));

        assertThat(exited.exitCode()).isEqualTo(3);
        assertThat(exited.stdout()).isEqualTo(new CapturedOutput(new byte[1000], 3_000_000));
        assertThat(exited.stdout().truncated()).isTrue();
        assertThat(exited.stderr().text()).isEqualTo("done\n");
    }

    @Test
    void outputOfExactlyTheLimitIsWhole() {
        Limits limits = new Limits(Duration.ofSeconds(30), 100_000);

        assertThat(trees.runToExit(Trees.shell(limits, "head -c 100000 /dev/zero"))
                        .stdout())
                .isEqualTo(new CapturedOutput(new byte[100_000], 100_000));
        assertThat(trees.runToExit(Trees.shell(limits, "head -c 100001 /dev/zero"))
                        .stdout())
                .isEqualTo(new CapturedOutput(new byte[100_000], 100_001));
    }

    @Test
    void aLimitOfNothingKeepsNothing() {
        Outcome.Exited exited = trees.runToExit(Trees.shell(new Limits(Duration.ofSeconds(30), 0), "echo hello"));

        assertThat(exited.stdout()).isEqualTo(new CapturedOutput(new byte[0], 6));
    }

    @Test
    void bothStreamsMayBeFloodedAtOnce() {
        Outcome.Exited exited =
                trees.runToExit(Trees.shell("head -c 5000000 /dev/zero & head -c 5000000 /dev/zero >&2; wait"));

        assertThat(exited.stdout().totalBytes()).isEqualTo(5_000_000);
        assertThat(exited.stderr().totalBytes()).isEqualTo(5_000_000);
    }

    @Test
    void whatWasWrittenBeforeTheTimeoutIsKept() {
        Outcome outcome = trees.run(Trees.shell(Trees.within(300), "echo early; exec sleep 100"));

        assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
        assertThat(outcome.stdout().text()).isEqualTo("early\n");
    }

    @Test
    void aProgramMayCloseItsOutputAndGoOn() {
        Outcome.Exited exited = trees.runToExit(Trees.shell("echo a; exec >&- 2>&-; sleep 0.1; exit 4"));

        assertThat(exited.exitCode()).isEqualTo(4);
        assertThat(exited.stdout().text()).isEqualTo("a\n");
    }
}
