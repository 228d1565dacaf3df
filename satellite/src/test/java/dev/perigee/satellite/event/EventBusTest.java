package dev.perigee.satellite.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.FleetEvent;
import dev.perigee.protocol.json.Json;
import dev.perigee.satellite.ledger.DiskJournalFile;
import dev.perigee.satellite.ledger.JournalFile;
import dev.perigee.satellite.ledger.MemoryJournalFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of events where disks fail, and who waits for disks.
class EventBusTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EventSettings SETTINGS =
            new EventSettings(100, Duration.ofMillis(10), 10, Duration.ofSeconds(5));

    private final SplittableRandom random = new SplittableRandom(1);
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final MemoryJournalFile file = new MemoryJournalFile();

    @Test
    void afterAFailedForceNothingIsWrittenAndEventsStillLeave() throws Exception {
        EventBus bus = open(file, Runnable::run);
        emit(bus, 1);
        file.forceFails = true;
        assertThat(subjects(bus.batch(100))).containsExactly("1");
        long size = file.size();
        file.forceFails = false;
        emit(bus, 2);
        assertThat(subjects(bus.batch(100))).containsExactly("1", "2");
        assertThat(file.size()).isEqualTo(size);
        assertThat(file.forces).isEqualTo(1);
        bus.settle(bus.batch(100));
        assertThat(bus.waiting()).isZero();
    }

    @Test
    void garbageThatCannotBeCutOffHidesNoLaterEvent() throws Exception {
        EventBus bus = open(file, Runnable::run);
        emit(bus, 1);
        file.capacity = file.size() + 20;
        file.truncateFails = true;
        assertThat(bus.emit(NOW, "2", new FleetEvent.Dropped(1L, NOW))).isFalse();
        file.capacity = Long.MAX_VALUE;
        file.truncateFails = false;
        long size = file.size();
        emit(bus, 3);
        assertThat(file.size()).as("nothing goes behind the garbage").isEqualTo(size);
        assertThat(subjects(bus.batch(100))).containsExactly("1", "3");
    }

    @Test
    void whatAFullDiskDoesNotTakeIsCountedAndReported() throws Exception {
        EventBus bus = open(file, Runnable::run);
        emit(bus, 1);
        file.capacity = file.size();
        assertThat(bus.emit(NOW, "2", new FleetEvent.Dropped(1L, NOW))).isFalse();
        file.capacity = Long.MAX_VALUE;
        bus.settle(bus.batch(100));
        Event report = read(bus.batch(100).getFirst());
        assertThat(report.payload()).isEqualTo(new FleetEvent.Dropped(1L, NOW));
    }

    @Test
    void emittingDoesNotWaitForTheFileToBeMadeAnew() throws Exception {
        EventBus bus = open(file, later::add);
        fill(bus);
        int forces = file.forces;
        for (int i = 1; i <= 10; i++) {
            emit(bus, i);
        }
        assertThat(file.forces).isEqualTo(forces);
        assertThat(later).hasSize(1);
        EventBus crashed = open(file.afterProcessCrash(), Runnable::run);
        assertThat(subjects(crashed.batch(100))).hasSize(10).endsWith("10");
        later.remove().run();
        emit(bus, 11);
        EventBus next = open(file.afterProcessCrash(), Runnable::run);
        assertThat(subjects(next.batch(100))).hasSize(10).endsWith("10", "11");
        assertThat(file.size()).isLessThan(1_000_000);
    }

    @Test
    void aFileThatCannotBeMadeAnewGoesOnAsItIs() throws Exception {
        EventBus bus = open(file, later::add);
        fill(bus);
        file.capacity = 100;
        later.remove().run();
        file.capacity = Long.MAX_VALUE;
        emit(bus, 1);
        assertThat(subjects(open(file.afterProcessCrash(), Runnable::run).batch(100)))
                .endsWith("1");
    }

    @Test
    void onADiskTheFileMadeAnewHasWhatCameMeanwhile(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("events");
        EventBus bus = open(new DiskJournalFile(path), later::add);
        fill(bus);
        emit(bus, 1);
        later.remove().run();
        emit(bus, 2);
        bus.close();
        assertThat(Files.size(path)).isLessThan(1_000_000);
        assertThat(directory.resolve("events.new")).doesNotExist();
        EventBus next = open(new DiskJournalFile(path), later::add);
        assertThat(subjects(next.batch(100))).hasSize(10).endsWith("1", "2");
        next.close();
    }

    @Test
    void anInterruptedThreadCanEmitAndStaysInterrupted(@TempDir Path directory) throws Exception {
        EventBus bus = open(new DiskJournalFile(directory.resolve("events")), Runnable::run);
        Thread.currentThread().interrupt();
        emit(bus, 1);
        assertThat(Thread.interrupted()).isTrue();
        emit(bus, 2);
        assertThat(subjects(bus.batch(100))).containsExactly("1", "2");
        bus.close();
    }

    private EventBus open(JournalFile journal, Executor threads) throws IOException {
        return EventBus.open(new SatelliteId("far"), journal, SETTINGS, new EventBus.Means(() -> NOW, random, threads));
    }

    /// Until the file is to be made anew.
    private void fill(EventBus bus) {
        FleetEvent large = new FleetEvent.Stale("far", "live", "x".repeat(50_000), NOW);
        while (later.isEmpty()) {
            assertThat(bus.emit(NOW, "0", large)).isTrue();
        }
    }

    private static void emit(EventBus bus, int subject) {
        assertThat(bus.emit(NOW, "" + subject, new FleetEvent.Dropped(1L, NOW))).isTrue();
    }

    private static List<String> subjects(List<EventFrame.Put> batch) {
        return batch.stream().map(it -> String.valueOf(read(it).subject())).toList();
    }

    private static Event read(EventFrame.Put entry) {
        return Json.WIRE.read(new String(entry.json(), StandardCharsets.UTF_8), Event.class);
    }
}
