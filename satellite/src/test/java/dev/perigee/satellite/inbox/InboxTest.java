package dev.perigee.satellite.inbox;

import static dev.perigee.satellite.Deliveries.SATELLITE;
import static dev.perigee.satellite.Deliveries.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.Deliveries;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.satellite.ledger.MemoryJournalFile;
import dev.perigee.satellite.outbox.Outbox;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Result RESULT = new Result.Completed(0, Output.EMPTY, Output.EMPTY, 1);

    private final MemoryJournalFile file = new MemoryJournalFile();
    private Outbox outbox;
    private Inbox inbox;

    @BeforeEach
    void open() throws IOException {
        openOn(file);
    }

    @Test
    void aDeliveryIsGivenOutOnceAndAcknowledged() {
        Delivery delivery = Deliveries.exec("ls");
        assertThat(accept(List.of(delivery), SESSION)).containsExactly(delivery);
        assertThat(accept(List.of(delivery), SESSION)).isEmpty();
        assertThat(report().acknowledged()).containsExactly(delivery.command());
    }

    @Test
    void theSameCommandTwiceInOneBatchRunsOnce() {
        Delivery delivery = Deliveries.exec("ls");
        List<Delivery> twice = List.of(delivery, delivery);
        assertThat(accept(twice, SESSION)).containsExactly(delivery);
    }

    @Test
    void aReplayFromAnotherSessionIsRefused() {
        assertThat(accept(List.of(Deliveries.exec("ls")), "a-later-session")).isEmpty();
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void whatIsForAnotherSatelliteIsRefused() throws IOException {
        Inbox others = new Inbox(new SatelliteId("other"), Ledger.open(new MemoryJournalFile()), outbox);
        assertThat(others.accept(answer(List.of(Deliveries.exec("ls"))), SESSION)
                        .toRun())
                .isEmpty();
    }

    @Test
    void whatCannotBeJournaledIsNotRunAndNotAcknowledged() {
        file.capacity = 0;
        Delivery delivery = Deliveries.exec("ls");
        assertThat(accept(List.of(delivery), SESSION)).isEmpty();
        assertThat(outbox.isEmpty()).isTrue();
        file.capacity = Long.MAX_VALUE;
        assertThat(accept(List.of(delivery), SESSION)).containsExactly(delivery);
    }

    @Test
    void afterACrashInTheMiddleTheCommandIsInterruptedAndNotRunAgain() throws IOException {
        Delivery delivery = Deliveries.exec("ls");
        accept(List.of(delivery), SESSION);
        openOn(file.afterMachineCrash(0));
        assertThat(inbox.recover()).isEmpty();
        assertThat(report().ended())
                .singleElement()
                .satisfies(end -> assertThat(end.result()).isInstanceOf(Result.Interrupted.class));
        assertThat(accept(List.of(delivery), SESSION)).isEmpty();
    }

    @Test
    void afterACrashAnIdempotentCommandIsRunAgain() throws IOException {
        Delivery delivery = Deliveries.idempotent();
        accept(List.of(delivery), SESSION);
        openOn(file.afterProcessCrash());
        assertThat(inbox.recover()).containsExactly(delivery);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void aCommandThatHasEndedIsAnsweredWithItsResultAgain() {
        Delivery delivery = Deliveries.exec("ls");
        accept(List.of(delivery), SESSION);
        outbox.end(delivery.command(), RESULT);
        assertThat(accept(List.of(delivery), SESSION)).isEmpty();
        assertThat(report().ended()).containsExactly(new Report.Ended(delivery.command(), RESULT));
    }

    @Test
    void aSettledCommandThatIsOfferedAgainIsNotRunAgain() {
        Delivery delivery = Deliveries.exec("ls");
        accept(List.of(delivery), SESSION);
        outbox.end(delivery.command(), RESULT);
        outbox.delivered(report());
        assertThat(accept(List.of(delivery), SESSION)).isEmpty();
        assertThat(report().ended())
                .singleElement()
                .satisfies(end -> assertThat(end.result()).isInstanceOf(Result.Interrupted.class));
    }

    private void openOn(MemoryJournalFile journal) throws IOException {
        Ledger ledger = Ledger.open(journal);
        outbox = new Outbox(ledger, new Outbox.Limits(1024 * 1024, 100));
        inbox = new Inbox(SATELLITE, ledger, outbox);
    }

    private List<Delivery> accept(List<Delivery> arrived, String session) {
        return inbox.accept(answer(arrived), session).toRun();
    }

    private static dev.perigee.protocol.delivery.Deliveries answer(List<Delivery> deliveries) {
        return new dev.perigee.protocol.delivery.Deliveries(deliveries, List.of());
    }

    private Report report() {
        outbox.wake();
        return outbox.due().orElseThrow();
    }
}
