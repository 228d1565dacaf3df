package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.process.ProcessSpec.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void everyByteIsToldOnceInOrderAlsoWhatIsNotKept() {
        Written written = new Written();
        Limits limits = new Limits(Duration.ofSeconds(30), 10);

        Trees.end(trees.start(Trees.shell(limits, "head -c 300000 /dev/zero; echo end; echo err >&2"), written));

        assertThat(written.of(ProgramStream.STDOUT)).hasSize(300_004).endsWith('e', 'n', 'd', '\n');
        assertThat(written.of(ProgramStream.STDERR)).isEqualTo("err\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatAProgramWritesIsToldWhileItRuns(@TempDir Path directory) throws InterruptedException, IOException {
        Written written = new Written();
        Path go = directory.resolve("go");

        RunningTree tree = trees.start(
                Trees.shell("echo first; until [ -e " + go + " ]; do sleep 0.01; done; echo second"), written);

        assertThat(written.awaitAny()).isTrue();
        assertThat(tree.outcome()).isEmpty();
        Files.createFile(go);
        Trees.end(tree);
        assertThat(written.of(ProgramStream.STDOUT)).asString().isEqualTo("first\nsecond\n");
    }

    @Test
    void aListenerThatFailsHearsNoMoreAndHurtsNobody() {
        AtomicInteger told = new AtomicInteger();
        TreeListener failing = new TreeListener() {
            @Override
            public void happened(TreeEvent event) {}

            @Override
            public void wrote(ProgramStream stream, long offset, ByteBuffer bytes) {
                told.incrementAndGet();
                throw new IllegalStateException("on purpose");
            }
        };

        Outcome outcome = Trees.end(trees.start(Trees.shell("head -c 500000 /dev/zero"), failing));

        assertThat(outcome.stdout().totalBytes()).isEqualTo(500_000);
        assertThat(told).hasValue(1);
    }

    /// Remembers all that is told; fails on a byte that is told twice or out of order.
    private static final class Written implements TreeListener {
        private final Map<ProgramStream, ByteArrayOutputStream> streams = new EnumMap<>(ProgramStream.class);
        private final CountDownLatch any = new CountDownLatch(1);

        @Override
        public void happened(TreeEvent event) {}

        @Override
        public synchronized void wrote(ProgramStream stream, long offset, ByteBuffer bytes) {
            ByteArrayOutputStream all = streams.computeIfAbsent(stream, _ -> new ByteArrayOutputStream());
            assertThat(offset).isEqualTo(all.size());
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            all.writeBytes(copy);
            any.countDown();
        }

        boolean awaitAny() throws InterruptedException {
            return any.await(20, TimeUnit.SECONDS);
        }

        synchronized byte[] of(ProgramStream stream) {
            return streams.getOrDefault(stream, new ByteArrayOutputStream()).toByteArray();
        }
    }
}
