package dev.perigee.satellite.outbox;

import static dev.perigee.testkit.interleaving.Interleavings.atOnce;
import static dev.perigee.testkit.interleaving.Interleavings.expect;
import static dev.perigee.testkit.interleaving.Interleavings.tryAll;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.ledger.JournalFile;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.testkit.interleaving.Interleavings;
import dev.perigee.testkit.store.SampleCommand;
import dev.perigee.testkit.store.SampleMove;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Results and acknowledgements that come while a report is under way: none is left behind, and no wake-up is missed,
/// which would leave the reporter waiting for ever.
@Tag("interleavings")
public class OutboxInterleavingsTest {
    private static final CommandId ONE = SampleCommand.ping().id();
    private static final CommandId OTHER = SampleCommand.ping().id();
    private static final List<CommandId> COMMANDS =
            Stream.generate(() -> SampleCommand.ping().id()).limit(10).toList();
    private static final Result RESULT = SampleMove.COMPLETED;

    @Test
    void everyResultIsReportedHoweverItComesBetweenReports() {
        Interleavings.tryOperations(8, Results.class, Ledger.class, Result.Completed.class);
    }

    /// An outbox, what comes into it, and the reporter.
    public static class Results {
        private final Outbox outbox = outbox();
        private final AtomicInteger reported = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();

        @Operation
        public void end() {
            outbox.end(COMMANDS.get(ended.getAndIncrement()), RESULT);
        }

        @Operation(nonParallelGroup = "reporter")
        public void report() {
            outbox.due().ifPresent(report -> {
                reported.addAndGet(report.ended().size());
                outbox.delivered(report);
            });
        }

        @Validate
        public void eachIsReportedOnceAndNoneIsLeftBehind() {
            while (!outbox.isEmpty()) {
                report();
            }
            expect(reported.get() == ended.get(), ended + " ended, " + reported + " reported");
        }
    }

    @Test
    void anAcknowledgementThatComesWhileAReportIsUnderWayIsReported() {
        tryAll(() -> {
            Outbox outbox = outbox();
            outbox.acknowledge(ONE);
            outbox.wake();
            Set<CommandId> reported = new HashSet<>();
            atOnce(
                    () -> {
                        outbox.acknowledge(OTHER);
                        outbox.wake();
                    },
                    () -> {
                        while (reported.size() < 2) {
                            reported.addAll(report(outbox).acknowledged());
                        }
                    });
            expect(outbox.isEmpty(), "something is left behind");
        });
    }

    /// What the reporter does.
    private static Report report(Outbox outbox) {
        try {
            outbox.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a scenario", e);
        }
        Report report = outbox.due().orElse(Report.NOTHING);
        outbox.delivered(report);
        return report;
    }

    private static Outbox outbox() {
        try {
            return new Outbox(Ledger.open(new NoFile()), new Outbox.Limits(1024, 10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A journal that keeps nothing.
    private static final class NoFile implements JournalFile {
        private long size;

        @Override
        public byte[] readAll() {
            return new byte[0];
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void append(byte[] bytes) {
            size += bytes.length;
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long newSize) {
            size = newSize;
        }

        @Override
        public void replace(byte[] contents) {
            size = contents.length;
        }

        @Override
        public void close() {}
    }
}
