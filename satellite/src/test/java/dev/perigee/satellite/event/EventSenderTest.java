package dev.perigee.satellite.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.FleetEvent;
import dev.perigee.protocol.json.Json;
import dev.perigee.satellite.ledger.DiskJournalFile;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.EventLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSenderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EventSettings SETTINGS =
            new EventSettings(4, Duration.ofMillis(10), 10, Duration.ofSeconds(5));

    @TempDir
    Path directory;

    private final Deque<EventLink.Answer> answers = new ArrayDeque<>();
    private final List<List<Event>> sent = new ArrayList<>();
    private EventBus bus;
    private EventSender sender;

    @BeforeEach
    void open() throws IOException {
        bus = EventBus.open(
                new SatelliteId("far"),
                new DiskJournalFile(directory.resolve("events")),
                SETTINGS,
                new EventBus.Means(
                        () -> NOW,
                        new SplittableRandom(Files.exists(directory.resolve("events")) ? 1 : 2),
                        Runnable::run));
        sender = new EventSender(
                bus,
                this::send,
                SETTINGS,
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), new SplittableRandom(1)));
    }

    @Test
    void whatWasEmittedIsSentOnceAndInOrderAlsoByTheNextLife() throws Exception {
        emit(0, 3);
        open();
        emit(3, 6);
        sender.sendOne();
        open();
        drain();
        assertThat(subjects()).containsExactly("0", "1", "2", "3", "4", "5");
        open();
        assertThat(bus.waiting()).isZero();
    }

    @Test
    void aTornTailIsCutOff() throws Exception {
        emit(0, 2);
        Path file = directory.resolve("events");
        Files.write(file, new byte[] {0, 0, 0, 9, 1, 2, 3}, StandardOpenOption.APPEND);
        open();
        emit(2, 3);
        open();
        drain();
        assertThat(subjects()).containsExactly("0", "1", "2");
    }

    @Test
    void ofTooManyTheOldestAreDroppedAndThatIsReportedOnce() throws Exception {
        emit(0, 13);
        open();
        drain();
        assertThat(subjects().subList(0, 10)).containsExactly("3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
        List<Event> all = sent.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(11);
        assertThat(all.getLast().payload())
                .isInstanceOfSatisfying(
                        FleetEvent.Dropped.class, it -> assertThat(it.count()).isEqualTo(3));
    }

    @Test
    void whatIsNotTakenIsKeptAndComesAgain() throws Exception {
        emit(0, 1);
        answers.add(new EventLink.Answer.Later("away"));
        answers.add(new EventLink.Answer.Slower(Duration.ZERO));
        answers.add(new EventLink.Answer.Slower(Duration.ZERO));
        assertThat(sender.sendOne()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(sender.sendOne()).isEqualTo(Duration.ofSeconds(3));
        assertThat(sender.sendOne()).isEqualTo(Duration.ofSeconds(6));
        assertThat(sender.sendOne()).isZero();
        assertThat(sent).hasSize(4).allMatch(batch -> batch.equals(sent.getFirst()));
        assertThat(bus.waiting()).isZero();
    }

    @Test
    void ofARefusedBatchOnlyTheOffenderIsDropped() throws Exception {
        emit(0, 4);
        List<String> taken = new ArrayList<>();
        EventSender picky = new EventSender(
                bus,
                events -> {
                    List<Event> batch =
                            events.stream().map(EventSenderTest::read).toList();
                    if (batch.stream().anyMatch(it -> "2".equals(it.subject()))) {
                        return new EventLink.Answer.Refused("400");
                    }
                    batch.forEach(it -> taken.add(String.valueOf(it.subject())));
                    return new EventLink.Answer.Taken(0);
                },
                SETTINGS,
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), new SplittableRandom(1)));
        while (bus.waiting() > 0) {
            picky.sendOne();
        }
        assertThat(taken).containsExactly("0", "1", "3");
    }

    @Test
    void nothingIsSentWhenNothingHappened() throws Exception {
        assertThat(sender.sendOne()).isZero();
        assertThat(sent).isEmpty();
    }

    @Test
    void finishingSendsTheRestAndEndsAtTheFirstThatIsNotTaken() throws Exception {
        emit(0, 6);
        sender.finish();
        sender.run();
        assertThat(subjects()).hasSize(6);
        emit(6, 7);
        answers.add(new EventLink.Answer.Later("away"));
        sender.run();
        assertThat(bus.waiting()).isEqualTo(1);
    }

    @Test
    void theFileDoesNotGrowForEver() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            bus.emit(NOW, "" + i, new FleetEvent.Dropped(1L, NOW));
        }
        assertThat(Files.size(directory.resolve("events"))).isLessThan(3 * 1024 * 1024);
        assertThat(bus.waiting()).isEqualTo(10);
    }

    private void emit(int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(bus.emit(NOW, "" + i, new FleetEvent.Dropped(1L, NOW))).isTrue();
        }
    }

    private void drain() throws InterruptedException {
        while (bus.waiting() > 0) {
            sender.sendOne();
        }
    }

    private EventLink.Answer send(List<byte[]> events) {
        sent.add(events.stream().map(EventSenderTest::read).toList());
        EventLink.Answer answer = answers.poll();
        return answer == null ? new EventLink.Answer.Taken(0) : answer;
    }

    private List<String> subjects() {
        return sent.stream()
                .flatMap(List::stream)
                .map(event -> String.valueOf(event.subject()))
                .toList();
    }

    private static Event read(byte[] json) {
        return Json.WIRE.read(new String(json, StandardCharsets.UTF_8), Event.class);
    }
}
