package dev.perigee.satellite.inbox;

import static dev.perigee.satellite.Deliveries.SATELLITE;
import static dev.perigee.satellite.Deliveries.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Cancellation;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.satellite.ledger.MemoryJournalFile;
import dev.perigee.satellite.outbox.Outbox;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the inbox makes of being told to cancel, in each state of the command.
class CancellationTest {
    private static final Result RESULT = new Result.Completed(0, Output.EMPTY, Output.EMPTY, 1);

    private final Delivery delivery = dev.perigee.satellite.Deliveries.exec("sleep", "60");
    private final CommandId command = delivery.command();
    private Outbox outbox;
    private Inbox inbox;

    @BeforeEach
    void open() throws IOException {
        Ledger ledger = Ledger.open(new MemoryJournalFile());
        outbox = new Outbox(ledger, new Outbox.Limits(1024 * 1024, 100));
        inbox = new Inbox(SATELLITE, ledger, outbox);
    }

    @Test
    void whatRunsIsToBeCancelledAndIsNamedUntilItsResultIsDelivered() {
        inbox.accept(delivered(), SESSION);

        Arrival arrival = inbox.accept(cancelled(), SESSION);

        assertThat(arrival).isEqualTo(new Arrival(List.of(), List.of(command), true));
        assertThat(inbox.cancelling()).containsExactly(command);
        outbox.end(command, RESULT);
        assertThat(inbox.cancelling()).containsExactly(command);
        outbox.delivered(report());
        assertThat(inbox.cancelling()).isEmpty();
    }

    @Test
    void beingToldAgainIsOfNoUse() {
        inbox.accept(delivered(), SESSION);
        inbox.accept(cancelled(), SESSION);

        assertThat(inbox.accept(cancelled(), SESSION).useful()).isFalse();
    }

    @Test
    void whatWasNeverSeenEndsAsCancelledAndIsNotRunWhenItComes() {
        assertThat(inbox.accept(cancelled(), SESSION)).isEqualTo(new Arrival(List.of(), List.of(), true));

        assertThat(report().ended()).containsExactly(new Report.Ended(command, Result.Cancelled.NEVER_BEGUN));
        assertThat(inbox.accept(delivered(), SESSION).toRun()).isEmpty();
        assertThat(inbox.cancelling()).containsExactly(command);
    }

    @Test
    void whatComesTogetherWithItsCancellationIsNotRun() {
        Deliveries both = new Deliveries(List.of(delivery), cancelled().cancellations());

        assertThat(inbox.accept(both, SESSION).toRun()).isEmpty();
        assertThat(report().ended()).containsExactly(new Report.Ended(command, Result.Cancelled.NEVER_BEGUN));
    }

    @Test
    void whatHasEndedIsReportedAsItIs() {
        inbox.accept(delivered(), SESSION);
        outbox.end(command, RESULT);

        assertThat(inbox.accept(cancelled(), SESSION).toCancel()).isEmpty();
        assertThat(report().ended()).containsExactly(new Report.Ended(command, RESULT));
    }

    @Test
    void whatWasReportedIsReportedAsInterruptedWhichIsOfNoUseToAskForAgain() {
        inbox.accept(delivered(), SESSION);
        outbox.end(command, RESULT);
        outbox.delivered(report());

        assertThat(inbox.accept(cancelled(), SESSION).useful()).isFalse();
        assertThat(report().ended())
                .singleElement()
                .satisfies(end -> assertThat(end.result()).isInstanceOf(Result.Interrupted.class));
    }

    @Test
    void aCancellationThatIsNotForThisSatelliteInThisSessionIsRefused() {
        inbox.accept(delivered(), SESSION);
        SatelliteId other = new SatelliteId("other");

        for (Cancellation refused : List.of(
                new Cancellation(command, SATELLITE, "a-later-session"), new Cancellation(command, other, SESSION))) {
            assertThat(inbox.accept(new Deliveries(List.of(), List.of(refused)), SESSION))
                    .isEqualTo(new Arrival(List.of(), List.of(), false));
        }
        assertThat(inbox.cancelling()).isEmpty();
    }

    private Deliveries delivered() {
        return new Deliveries(List.of(delivery), List.of());
    }

    private Deliveries cancelled() {
        return new Deliveries(List.of(), List.of(new Cancellation(command, SATELLITE, SESSION)));
    }

    private Report report() {
        outbox.wake();
        return outbox.due().orElseThrow();
    }
}
