package dev.perigee.testkit.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Cancellation;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.satellite.link.Link;
import dev.perigee.satellite.link.LinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a satellite may rely on, whichever channel its link uses. A subclass starts a control plane and connects to
/// it.
public abstract class ChannelContract {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long PATIENCE_SECONDS = 20;

    private ControlPlaneUnderTest controlPlane;
    private SatelliteKey key;
    private Link link;
    private int sessions;

    protected abstract ControlPlaneUnderTest start() throws Exception;

    @BeforeEach
    void connect() throws Exception {
        controlPlane = start();
        key = controlPlane.registered();
        link = controlPlane.link(key);
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    @Test
    void askingWithoutWaitingIsAnsweredAtOnceThoughThereIsNothing() throws Exception {
        assertThat(deliveries(poll(8, Duration.ZERO))).isEmpty();
    }

    @Test
    void everyCallOfManyInARowIsAnswered() throws Exception {
        for (int i = 0; i < 1000; i++) {
            assertThat(deliveries(poll(8, Duration.ZERO))).isEmpty();
        }
    }

    @Test
    void aWaitThatIsOverEndsWithNothing() throws Exception {
        assertThat(deliveries(poll(8, Duration.ofMillis(50)))).isEmpty();
    }

    @Test
    void whatIsQueuedIsDeliveredAtOnceTheMostUrgentFirst() throws Exception {
        CommandId low = submit(Priority.LOW);
        CommandId firstNormal = submit(Priority.NORMAL);
        CommandId secondNormal = submit(Priority.NORMAL);
        CommandId immediate = submit(Priority.IMMEDIATE);
        assertThat(deliveries(poll(8, LONG)))
                .extracting(Delivery::command)
                .containsExactly(immediate, firstNormal, secondNormal, low);
    }

    @Test
    void noMoreIsDeliveredThanWasAskedFor() throws Exception {
        for (int i = 0; i < 5; i++) {
            submit(Priority.NORMAL);
        }
        assertThat(deliveries(poll(2, LONG))).hasSize(2);
        assertThat(deliveries(poll(8, LONG))).hasSize(3);
    }

    @Test
    void whatComesDuringTheWaitIsDeliveredThen() throws Exception {
        FutureTask<List<Delivery>> waiting = inBackground(() -> deliveries(poll(8, LONG)));
        CommandId command = submit(Priority.NORMAL);
        assertThat(result(waiting)).extracting(Delivery::command).containsExactly(command);
    }

    @Test
    void noCommandIsOverlookedThatComesAtTheMomentOfAsking() throws Exception {
        for (int round = 0; round < 200; round++) {
            FutureTask<List<Delivery>> asking = inBackground(() -> deliveries(poll(8, LONG)));
            CommandId command = submit(Priority.NORMAL);
            assertThat(result(asking)).extracting(Delivery::command).containsExactly(command);
            link.report(new Report(List.of(command), List.of()));
        }
    }

    @Test
    void aDeliveryNamesItsSatelliteItsSessionAndItsAttempt() throws Exception {
        submit(Priority.NORMAL);
        Poll poll = poll(1, LONG);
        Delivery delivery = deliveries(poll).getFirst();
        assertThat(delivery.satellite()).isEqualTo(key.satellite());
        assertThat(delivery.session()).isEqualTo(poll.session());
        assertThat(delivery.attempt()).isEqualTo(1);
    }

    @Test
    void aNewerSessionReplacesTheOlder() throws Exception {
        FutureTask<List<Delivery>> older = inBackground(() -> deliveries(poll(8, LONG)));
        Set<CommandId> delivered = new HashSet<>();
        while (!older.isDone()) {
            deliveries(poll(8, Duration.ofMillis(20))).forEach(delivery -> delivered.add(delivery.command()));
        }
        result(older).forEach(delivery -> delivered.add(delivery.command()));
        assertThat(delivered).isEmpty();
    }

    @Test
    void aSatelliteThatGivesUpAskingLosesNothing() throws Exception {
        FutureTask<List<Delivery>> givenUp = new FutureTask<>(() -> deliveries(poll(8, LONG)));
        Thread asking = Thread.ofVirtual().start(givenUp);
        asking.interrupt();
        assertThatThrownBy(() -> result(givenUp)).hasRootCauseInstanceOf(InterruptedException.class);
        CommandId command = submit(Priority.NORMAL);
        List<Delivery> arrived = new ArrayList<>();
        while (arrived.isEmpty()) {
            arrived.addAll(deliveries(poll(8, LONG)));
        }
        assertThat(arrived).extracting(Delivery::command).containsExactly(command);
    }

    @Test
    void aSatelliteThatTakesNothingIsToldWhatToCancelAndNothingElse() throws Exception {
        CommandId command = submit(Priority.NORMAL);
        deliveries(poll(8, LONG));
        Poll forNothing = poll(0, LONG);
        FutureTask<Deliveries> waiting =
                inBackground(() -> link.open(forNothing).await().orElseThrow());
        submit(Priority.NORMAL);
        controlPlane.cancel(command);
        Deliveries told = result(waiting);
        assertThat(told.deliveries()).isEmpty();
        assertThat(told.cancellations())
                .containsExactly(new Cancellation(command, key.satellite(), forNothing.session()));
    }

    @Test
    void whatTheSatelliteKnowsToBeCancelledIsNotToldAgain() throws Exception {
        CommandId command = submit(Priority.NORMAL);
        deliveries(poll(8, LONG));
        controlPlane.cancel(command);
        assertThat(told(List.of())).hasSize(1);
        assertThat(told(List.of())).hasSize(1);
        assertThat(told(List.of(command))).isEmpty();
    }

    @Test
    void aPollThatIsAbandonedBringsNothingAndTheNextIsAnswered() throws Exception {
        for (int i = 0; i < 20; i++) {
            Link.Held held = link.open(poll(0, LONG));
            FutureTask<Optional<Deliveries>> waiting = inBackground(held::await);
            held.abandon();
            assertThat(result(waiting)).isEmpty();
            CommandId command = submit(Priority.NORMAL);
            assertThat(deliveries(poll(1, LONG))).extracting(Delivery::command).containsExactly(command);
        }
    }

    @Test
    void whatWasReportedIsOnRecordWhenTheReceiptComesAndCanBeRepeated() throws Exception {
        CommandId command = submit(Priority.NORMAL);
        deliveries(poll(8, LONG));
        link.report(new Report(List.of(command), List.of()));
        assertThat(controlPlane.state(command)).isEqualTo(CommandState.ACKNOWLEDGED);
        Result result = new Result.Completed(0, Output.EMPTY, Output.EMPTY, 1);
        Report end = new Report(List.of(), List.of(new Report.Ended(command, result)));
        for (int i = 0; i < 2; i++) {
            assertThat(link.report(end)).isEqualTo(new Receipt(List.of(), List.of()));
            assertThat(controlPlane.state(command)).isEqualTo(CommandState.COMPLETED);
        }
    }

    @Test
    void aKeyThatIsNotKnownIsRefused() {
        Link stranger = controlPlane.link(new SatelliteKey(key.satellite(), "not-the-secret"));
        assertThatThrownBy(() -> stranger.open(poll(1, Duration.ZERO)).await())
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("unauthorized");
    }

    @Test
    void aStoppingControlPlaneKeepsNobodyWaiting() throws Exception {
        FutureTask<List<Delivery>> waiting = inBackground(() -> deliveries(poll(8, LONG)));
        controlPlane.drain();
        try {
            assertThat(result(waiting)).isEmpty();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(LinkException.class);
        }
    }

    private CommandId submit(Priority priority) {
        return controlPlane.submit(new Submission(
                key.satellite(), new CommandSpec.Ping(), priority, null, null, false, null, null, null, null));
    }

    private Poll poll(int max, Duration wait) {
        sessions++;
        return Poll.of("contract-session-" + sessions, max, wait);
    }

    private List<Delivery> deliveries(Poll poll) throws LinkException, InterruptedException {
        return link.open(poll).await().orElseThrow().deliveries();
    }

    private List<Cancellation> told(List<CommandId> known) throws LinkException, InterruptedException {
        sessions++;
        Poll poll = new Poll("contract-session-" + sessions, 0, Duration.ofMillis(50), known);
        return link.open(poll).await().orElseThrow().cancellations();
    }

    private static <T> FutureTask<T> inBackground(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static <T> T result(FutureTask<T> task) throws Exception {
        return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
