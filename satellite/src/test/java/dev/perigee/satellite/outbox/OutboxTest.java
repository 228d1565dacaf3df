package dev.perigee.satellite.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.Deliveries;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.satellite.ledger.MemoryJournalFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final int OUTPUT_MAX = 1000;
    private static final int RESULTS_MAX = 3;
    private static final Outbox.Limits LIMITS = new Outbox.Limits(OUTPUT_MAX, RESULTS_MAX);

    private final MemoryJournalFile file = new MemoryJournalFile();
    private Ledger ledger;
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        ledger = Ledger.open(file);
        outbox = new Outbox(ledger, LIMITS);
    }

    @Test
    void anAcknowledgementIsDueWhenTheOutboxIsWoken() {
        CommandId command = begin();
        outbox.acknowledge(command);
        assertThat(outbox.due()).isEmpty();
        outbox.wake();
        assertThat(outbox.due()).contains(new Report(List.of(command), List.of()));
    }

    @Test
    void anAcknowledgementThatIsWokenWhileAReportIsUnderWayIsDueAfterIt() {
        outbox.end(begin(), completed(1));
        Report report = outbox.due().orElseThrow();
        CommandId command = begin();
        outbox.acknowledge(command);
        outbox.wake();

        outbox.delivered(report);

        assertThat(outbox.due()).contains(new Report(List.of(command), List.of()));
    }

    @Test
    void acknowledgementsThatWereNotDeliveredAreDueAgainWhenWoken() {
        CommandId command = begin();
        outbox.acknowledge(command);
        outbox.wake();
        Report report = outbox.due().orElseThrow();

        outbox.wake();

        assertThat(outbox.due()).contains(report);
        outbox.delivered(report);
        assertThat(outbox.due()).isEmpty();
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void aResultIsDueAtOnceAndMakesItsAcknowledgementUnnecessary() {
        CommandId quick = begin();
        CommandId slow = begin();
        outbox.acknowledge(quick);
        outbox.acknowledge(slow);
        outbox.end(quick, completed(1));
        Report report = outbox.due().orElseThrow();
        assertThat(report.acknowledged()).containsExactly(slow);
        assertThat(report.ended()).extracting(Report.Ended::command).containsExactly(quick);
    }

    @Test
    void whatWasNotDeliveredIsDueAgain() {
        CommandId command = begin();
        outbox.end(command, completed(1));
        assertThat(outbox.due()).isEqualTo(outbox.due()).isPresent();
    }

    @Test
    void whatWasDeliveredIsForgottenAndWhatCameMeanwhileIsNot() {
        CommandId first = begin();
        CommandId second = begin();
        outbox.acknowledge(second);
        outbox.end(first, completed(1));
        Report report = outbox.due().orElseThrow();
        outbox.end(second, completed(1));
        outbox.delivered(report);
        assertThat(outbox.due().orElseThrow().ended())
                .extracting(Report.Ended::command)
                .containsExactly(second);
        outbox.delivered(outbox.due().orElseThrow());
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void resultsThatWereNotDeliveredAreThereAfterACrash() throws IOException {
        CommandId command = begin();
        outbox.end(command, completed(1));
        Outbox next = new Outbox(Ledger.open(file.afterProcessCrash()), LIMITS);
        assertThat(next.due().orElseThrow().ended()).containsExactly(new Report.Ended(command, completed(1)));
    }

    @Test
    void aReportCarriesNoMoreOutputThanItMay() {
        CommandId first = begin();
        CommandId second = begin();
        CommandId third = begin();
        outbox.end(first, completed(OUTPUT_MAX - 1));
        outbox.end(second, completed(1));
        outbox.end(third, completed(1));
        assertThat(outbox.due().orElseThrow().ended())
                .extracting(Report.Ended::command)
                .containsExactly(first, second);
    }

    @Test
    void aResultLargerThanAReportMayBeGoesAlone() {
        CommandId large = begin();
        outbox.end(large, completed(10 * OUTPUT_MAX));
        outbox.end(begin(), completed(1));
        assertThat(outbox.due().orElseThrow().ended()).hasSize(1);
    }

    @Test
    void aReportCarriesNoMoreResultsThanItMay() {
        for (int i = 0; i < RESULTS_MAX + 1; i++) {
            outbox.end(begin(), completed(0));
        }
        assertThat(outbox.due().orElseThrow().ended()).hasSize(RESULTS_MAX);
    }

    @Test
    void wakingMakesAcknowledgementsDue() throws InterruptedException {
        CommandId command = begin();
        outbox.acknowledge(command);
        outbox.wake();
        outbox.await();
        assertThat(outbox.due().orElseThrow().acknowledged()).containsExactly(command);
    }

    @Test
    void aWaitEndsWhenAResultComes() throws InterruptedException {
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                outbox.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        outbox.end(begin(), completed(0));
        assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
    }

    private CommandId begin() {
        Delivery delivery = Deliveries.exec("ls");
        try {
            ledger.begin(List.of(delivery));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return delivery.command();
    }

    private static Result completed(int outputBytes) {
        return new Result.Completed(0, Output.of("x".repeat(outputBytes)), Output.EMPTY, 1);
    }
}
