package dev.perigee.satellite.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.Deliveries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Result RESULT = new Result.Completed(3, Output.of("out"), Output.EMPTY, 7);

    private final MemoryJournalFile file = new MemoryJournalFile();

    @Test
    void whatWasBegunIsKnownAfterTheMachineCrashes() throws IOException {
        Delivery delivery = Deliveries.exec("ls");
        Ledger.open(file).begin(List.of(delivery));
        assertThat(Ledger.open(file.afterMachineCrash(0)).running()).containsExactly(delivery);
    }

    @Test
    void whatMayRunAgainIsNotForced() throws IOException {
        Ledger ledger = Ledger.open(file);
        ledger.begin(List.of(Deliveries.idempotent(), Deliveries.idempotent()));
        assertThat(file.forces).isZero();
        ledger.begin(List.of(Deliveries.idempotent(), Deliveries.exec("ls")));
        assertThat(file.forces).isEqualTo(1);
    }

    @Test
    void aResultIsThereAfterTheProcessCrashes() throws IOException {
        Delivery delivery = Deliveries.exec("ls");
        Ledger ledger = Ledger.open(file);
        ledger.begin(List.of(delivery));
        ledger.end(delivery.command(), RESULT);
        Ledger next = Ledger.open(file.afterProcessCrash());
        assertThat(next.running()).isEmpty();
        assertThat(next.unsettled()).containsEntry(delivery.command(), RESULT);
    }

    @Test
    void aResultThatWasTornByACrashOfTheMachineLeavesTheCommandRunning() throws IOException {
        Delivery delivery = Deliveries.exec("ls");
        Ledger ledger = Ledger.open(file);
        ledger.begin(List.of(delivery));
        ledger.end(delivery.command(), RESULT);
        for (int kept = 0; kept < file.unforced(); kept++) {
            Ledger next = Ledger.open(file.afterMachineCrash(kept));
            assertThat(next.running()).containsExactly(delivery);
            next.end(delivery.command(), RESULT);
            assertThat(next.unsettled()).hasSize(1);
        }
    }

    @Test
    void thatACommandIsCancelledIsThereAfterTheMachineCrashes() throws IOException {
        Delivery delivery = Deliveries.idempotent();
        Ledger ledger = Ledger.open(file);
        ledger.begin(List.of(delivery));
        ledger.end(delivery.command(), Result.Cancelled.NEVER_BEGUN);
        Ledger next = Ledger.open(file.afterMachineCrash(0));
        assertThat(next.running()).isEmpty();
        assertThat(next.unsettled()).containsEntry(delivery.command(), Result.Cancelled.NEVER_BEGUN);
    }

    @Test
    void aCancellationThatCannotBeForcedIsReportedAllTheSame() throws IOException {
        Delivery delivery = Deliveries.exec("ls");
        Ledger ledger = Ledger.open(file);
        ledger.begin(List.of(delivery));
        file.forceFails = true;
        ledger.end(delivery.command(), Result.Cancelled.NEVER_BEGUN);
        assertThat(ledger.unsettled()).containsEntry(delivery.command(), Result.Cancelled.NEVER_BEGUN);
        assertThat(ledger.usable()).isFalse();
    }

    @Test
    void aSettledCommandIsRememberedOverACrash() throws IOException {
        Delivery delivery = Deliveries.exec("ls");
        Ledger ledger = Ledger.open(file);
        ledger.begin(List.of(delivery));
        ledger.end(delivery.command(), RESULT);
        ledger.settle(List.of(delivery.command()));
        Ledger next = Ledger.open(file.afterProcessCrash());
        assertThat(next.standing(delivery.command())).isEqualTo(new Standing.Settled());
        assertThat(next.unsettled()).isEmpty();
    }

    @Test
    void aFullDiskRefusesTheWholeBatchAndGoesOnWhenThereIsRoomAgain() throws IOException {
        Ledger ledger = Ledger.open(file);
        Delivery first = Deliveries.exec("ls");
        Delivery second = Deliveries.exec("df");
        ledger.begin(List.of(first));
        long full = file.size() + 100;
        file.capacity = full;
        assertThatThrownBy(() -> ledger.begin(List.of(second))).isInstanceOf(IOException.class);
        assertThat(ledger.standing(second.command())).isEqualTo(new Standing.Unknown());

        file.capacity = Long.MAX_VALUE;
        ledger.begin(List.of(second));
        assertThat(Ledger.open(file.afterMachineCrash(0)).running()).containsExactly(first, second);
    }

    @Test
    void aResultThatDoesNotFitOnTheDiskIsKeptInMemory() throws IOException {
        Ledger ledger = Ledger.open(file);
        Delivery delivery = Deliveries.exec("ls");
        ledger.begin(List.of(delivery));
        file.capacity = file.size();
        ledger.end(delivery.command(), RESULT);
        assertThat(ledger.unsettled()).containsEntry(delivery.command(), RESULT);
        ledger.settle(List.of(delivery.command()));
        assertThat(ledger.unsettled()).isEmpty();
    }

    @Test
    void afterAFailedForceNothingIsTakenAnyMore() throws IOException {
        Ledger ledger = Ledger.open(file);
        file.forceFails = true;
        Delivery delivery = Deliveries.exec("ls");
        assertThatThrownBy(() -> ledger.begin(List.of(delivery))).isInstanceOf(IOException.class);
        assertThat(ledger.standing(delivery.command())).isEqualTo(new Standing.Unknown());
        assertThat(ledger.usable()).isFalse();
        file.forceFails = false;
        assertThatThrownBy(() -> ledger.begin(List.of(delivery))).hasMessageContaining("restart");
    }

    @Test
    void aLargeJournalIsCompactedAndLosesNothingThatIsOpen() throws IOException {
        Ledger ledger = Ledger.open(file);
        Delivery open = Deliveries.exec("ls");
        ledger.begin(List.of(open));
        Output large = Output.of("x".repeat(1024 * 1024));
        for (int i = 0; i < 20; i++) {
            Delivery delivery = Deliveries.exec("df");
            ledger.begin(List.of(delivery));
            ledger.end(delivery.command(), new Result.Completed(0, large, Output.EMPTY, 1));
            ledger.settle(List.of(delivery.command()));
        }
        assertThat(file.size()).isLessThan(8L * 1024 * 1024);
        Ledger next = Ledger.open(file.afterProcessCrash());
        assertThat(next.running()).containsExactly(open);
    }

    @Test
    void theLastSettledCommandsAreRememberedUpToTheLimit() throws IOException {
        Ledger ledger = Ledger.open(file, new Ledger.Limits(2, 1));
        List<Delivery> deliveries = List.of(Deliveries.exec("ls"), Deliveries.exec("ls"), Deliveries.exec("ls"));
        for (Delivery delivery : deliveries) {
            ledger.begin(List.of(delivery));
            ledger.end(delivery.command(), RESULT);
            ledger.settle(List.of(delivery.command()));
        }
        for (Ledger each : List.of(ledger, Ledger.open(file.afterMachineCrash(0)))) {
            assertThat(deliveries)
                    .extracting(delivery -> each.standing(delivery.command()))
                    .containsExactly(new Standing.Unknown(), new Standing.Settled(), new Standing.Settled());
        }
    }

    @Test
    void onDiskTheJournalIsItsOwnersOnlyAndSurvivesCompaction(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("journal");
        Delivery delivery = Deliveries.exec("ls");
        try (Ledger ledger = Ledger.open(new DiskJournalFile(path))) {
            ledger.begin(List.of(delivery));
        }
        try (DiskJournalFile disk = new DiskJournalFile(path)) {
            byte[] contents = disk.readAll();
            disk.replace(contents);
            disk.append(new byte[] {1, 2, 3});
            disk.force();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        try (Ledger ledger = Ledger.open(new DiskJournalFile(path))) {
            assertThat(ledger.running()).containsExactly(delivery);
        }
    }
}
