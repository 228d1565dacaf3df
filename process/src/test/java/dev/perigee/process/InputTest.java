package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.process.ProcessSpec.Limits;
import dev.perigee.process.TreeInput.Offer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputTest {
    private static final int LIMIT = 1 << 20;
    private final Trees trees = new Trees();
    private final Ear ear = new Ear();

    @AfterEach
    void close() {
        trees.close();
    }

    @Test
    void whatIsOfferedReachesTheChildAndItsAnswersAreToldAsTheyCome() throws InterruptedException {
        RunningTree tree = talkTo("while read -r line; do echo \"heard $line\"; done; echo bye");

        assertThat(tree.input().offer(bytes("one\n"))).isEqualTo(Offer.TAKEN);
        assertThat(ear.next()).isEqualTo("heard one\n");
        assertThat(tree.input().offer(bytes("two\n"))).isEqualTo(Offer.TAKEN);
        assertThat(ear.next()).isEqualTo("heard two\n");
        tree.input().close();

        assertThat(ear.next()).isEqualTo("bye\n");
        assertThat(Trees.end(tree)).isInstanceOf(Outcome.Exited.class);
        assertThat(tree.input().offer(bytes("x"))).isEqualTo(Offer.CLOSED);
        assertThat(tree.input().written()).isEqualTo(8);
    }

    @Test
    void moreThanThePipeHoldsWaitsAndThenComesThroughWhole() {
        RunningTree tree = talkTo("read -r go; wc -c");
        byte[] much = new byte[900_000];

        assertThat(tree.input().offer(much)).isEqualTo(Offer.TAKEN);
        assertThat(tree.input().written()).isLessThan(much.length);
        tree.input().offer(bytes("\n" + "x".repeat(1000)));
        tree.input().close();

        Outcome outcome = Trees.end(tree);
        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
        assertThat(tree.input().written()).isEqualTo(much.length + 1001);
        assertThat(ear.all.trim()).isEqualTo("1000");
    }

    @Test
    void aChildThatTakesNothingFillsItsBoundAndHoldsNobodyUp() {
        RunningTree tree = talkTo("sleep 100");
        byte[] piece = new byte[100_000];
        int taken = 0;
        while (tree.input().offer(piece) == Offer.TAKEN) {
            taken += piece.length;
            assertThat(taken).isLessThan(LIMIT + (1 << 20));
        }

        assertThat(taken - tree.input().written()).isBetween((long) LIMIT - piece.length, (long) LIMIT);
        tree.terminate();
        assertThat(Trees.end(tree)).isInstanceOf(Outcome.Terminated.class);
        assertThat(tree.input().offer(piece)).isEqualTo(Offer.CLOSED);
    }

    @Test
    void aChildThatClosesItsInputIsHeardOf() {
        RunningTree tree = talkTo("exec <&-; sleep 100");

        Eventually.until("the closed input is told", () -> ear.closedInput);
        assertThat(tree.input().offer(bytes("x\n"))).isEqualTo(Offer.CLOSED);
        assertThat(tree.outcome()).isEmpty();
    }

    @Test
    void aClosedOutputAndTheEndAreTold() {
        RunningTree tree = talkTo("exec >&-; read -r line; exit 3");

        assertThat(ear.closed.completeOnTimeout(null, 20, TimeUnit.SECONDS).join())
                .isEqualTo(ProgramStream.STDOUT);
        tree.input().offer(bytes("\n"));

        assertThat(ear.ended.orTimeout(20, TimeUnit.SECONDS).join())
                .isInstanceOfSatisfying(
                        Outcome.Exited.class,
                        exited -> assertThat(exited.exitCode()).isEqualTo(3));
        assertThat(tree.outcome()).isPresent();
    }

    @Test
    void aTreeWithoutATimeoutOutlivesAnyTime() {
        AtomicLong years = new AtomicLong();
        try (Trees old = new Trees(
                Trees.GRACE,
                1,
                () -> System.nanoTime() + years.get() * Duration.ofDays(365).toNanos())) {
            RunningTree tree = old.start(Trees.shell(Limits.conversation(LIMIT), "read -r a; echo \"$a\""), ear);
            years.set(50);
            tree.input().offer(bytes("still here\n"));

            assertThat(Trees.end(tree)).isInstanceOf(Outcome.Exited.class);
            assertThat(ear.all).isEqualTo("still here\n");
        }
    }

    @Test
    void aTreeGetsTheGraceOfItsOwnLimits() {
        try (Trees hasty = new Trees(Duration.ofMillis(1), 1, System::nanoTime)) {
            Limits limits = Limits.conversation(LIMIT).withGrace(Duration.ofSeconds(20));
            RunningTree tree = hasty.start(
                    Trees.shell(limits, "trap 'read -r last; echo $last; exit 0' TERM; echo ready; read -r first"),
                    ear);
            Eventually.until("the trap is set", () -> ear.all.startsWith("ready"));
            tree.terminate();
            Eventually.until("it was asked to end", () -> ear.terminating);
            assertThat(tree.input().offer(bytes("done\n"))).isEqualTo(Offer.TAKEN);

            assertThat(Trees.end(tree)).isInstanceOf(Outcome.Terminated.class);
            assertThat(ear.all).isEqualTo("ready\ndone\n");
        }
    }

    private RunningTree talkTo(String script) {
        return trees.start(Trees.shell(Limits.conversation(LIMIT), script), ear);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Keeps what it hears. Only the supervisor writes to it.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private static final class Ear implements TreeListener {
        private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
        private volatile boolean terminating;
        private volatile boolean closedInput;
        private volatile String all = "";
        private final CompletableFuture<@Nullable ProgramStream> closed = new CompletableFuture<>();
        private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

        @Override
        public void happened(TreeEvent event) {
            terminating |= event instanceof TreeEvent.Terminating;
        }

        @Override
        public void wrote(ProgramStream stream, long offset, ByteBuffer bytes) {
            String text = StandardCharsets.UTF_8.decode(bytes).toString();
            pieces.add(text);
            all += text;
        }

        @Override
        public void closed(ProgramStream stream) {
            closed.complete(stream);
        }

        @Override
        public void closedInput() {
            closedInput = true;
        }

        @Override
        public void ended(Outcome outcome) {
            ended.complete(outcome);
        }

        @Nullable
        String next() throws InterruptedException {
            return pieces.poll(20, TimeUnit.SECONDS);
        }
    }
}
