package dev.perigee.satellite.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.event.EventDesk;
import dev.perigee.control.event.EventFilter;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.event.EventBatch;
import dev.perigee.protocol.event.FleetEvent;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.target.Labels;
import dev.perigee.satellite.ledger.JournalFile;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.EventLink;
import dev.perigee.testkit.store.InMemoryEventStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real bus and sender against the real desk, from a seed, with crashes of either end between any two steps, lost
/// and doubled batches and lost answers. After the dust, whatever was kept is stored exactly once.
class EventFlowSimulationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SatelliteId FAR = new SatelliteId("far");
    private static final Satellite SATELLITE = new Satellite(
            FAR, new SatelliteProfile("1", "test", null, Labels.NONE, null), null, Digest.of("x"), NOW, null);
    private static final EventSettings SETTINGS =
            new EventSettings(5, Duration.ofMillis(10), 100_000, Duration.ofSeconds(5));
    private static final int SEEDS = 20;
    private static final int STEPS = 600;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whateverWasKeptIsStoredExactlyOnce(boolean machines) throws Exception {
        int crashes = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            crashes += new Run(seed, machines).run();
        }
        assertThat(crashes).as("crashes happened at all").isGreaterThan(SEEDS);
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    /// One history. `promised` are the subjects of events that must be stored in the end.
    private static final class Run {
        private final SplittableRandom random;
        private final boolean machines;
        private final Disk disk;
        private final InMemoryEventStore store = new InMemoryEventStore();
        private final EventDesk desk;
        private final Set<String> promised = new HashSet<>();
        private final Set<String> unforced = new HashSet<>();
        private final List<List<byte[]>> late = new ArrayList<>();
        private final String seed;
        private boolean calm;
        private int emitted;
        private int crashes;

        Run(int seed, boolean machines) {
            this.seed = "seed " + seed;
            this.random = new SplittableRandom(seed);
            this.machines = machines;
            this.disk = new Disk(this);
            this.desk = new EventDesk(store, () -> NOW, random);
        }

        int run() throws Exception {
            while (emitted < STEPS) {
                live();
            }
            calm = true;
            EventBus bus = open();
            EventSender sender = sender(bus);
            while (bus.waiting() > 0) {
                sender.sendOne();
            }
            late.forEach(this::deliver);
            Map<String, Long> stored = store.newest(EventFilter.ALL, Integer.MAX_VALUE).stream()
                    .map(it -> String.valueOf(it.event().subject()))
                    // Reports of what was dropped have none.
                    .filter(subject -> !subject.equals("null"))
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(stored.keySet()).as(seed).containsAll(promised);
            assertThat(stored)
                    .as(seed)
                    .allSatisfy((_, times) -> assertThat(times).isOne());
            return crashes;
        }

        /// Until the process dies, or long enough.
        private void live() throws Exception {
            try {
                EventBus bus = open();
                EventSender sender = sender(bus);
                while (emitted < STEPS) {
                    if (random.nextInt(3) > 0) {
                        emit(bus);
                    } else {
                        sender.sendOne();
                    }
                    if (!late.isEmpty() && strikes(10)) {
                        deliver(late.remove(random.nextInt(late.size())));
                    }
                }
            } catch (Crash | IOException _) {
                crashes++;
                disk.comeBack(machines && strikes(2));
            }
        }

        private void emit(EventBus bus) {
            String subject = "" + emitted++;
            boolean healthy = !disk.failed;
            boolean kept = bus.emit(NOW, subject, new FleetEvent.Stale("far", "live", "x".repeat(9_000), NOW));
            if (kept && healthy && !disk.failed) {
                (machines ? unforced : promised).add(subject);
            }
        }

        private EventBus open() throws IOException {
            return EventBus.open(FAR, disk, SETTINGS, new EventBus.Means(() -> NOW, random, Runnable::run));
        }

        private EventSender sender(EventBus bus) {
            return new EventSender(
                    bus,
                    this::send,
                    SETTINGS,
                    new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), new SplittableRandom(1)));
        }

        private EventLink.Answer send(List<byte[]> events) {
            if (strikes(6)) {
                return new EventLink.Answer.Later("lost on its way");
            }
            if (strikes(6)) {
                late.add(events);
            }
            if (strikes(8)) {
                throw new Crash();
            }
            deliver(events);
            if (strikes(8)) {
                throw new Crash();
            }
            return strikes(6) ? new EventLink.Answer.Later("the answer was lost") : new EventLink.Answer.Taken(0);
        }

        private void deliver(List<byte[]> events) {
            String batch = events.stream()
                    .map(it -> new String(it, StandardCharsets.UTF_8))
                    .collect(Collectors.joining(",", "{\"events\":[", "]}"));
            assertThat(desk.take(SATELLITE, Json.WIRE.read(batch, EventBatch.class))
                            .failures())
                    .isEmpty();
        }

        boolean strikes(int oneOf) {
            return !calm && random.nextInt(oneOf) == 0;
        }

        void forced() {
            promised.addAll(unforced);
            unforced.clear();
        }
    }

    /// Appended bytes survive the process, forced ones the machine.
    private static final class Disk implements JournalFile {
        private final Run run;
        private byte[] bytes = new byte[1 << 16];
        private int size;
        private int forced;
        private boolean failed;

        Disk(Run run) {
            this.run = run;
        }

        void comeBack(boolean machine) {
            failed = false;
            if (machine) {
                run.unforced.clear();
                size = forced + run.random.nextInt(size - forced + 1);
            }
        }

        @Override
        public byte[] readAll() {
            return Arrays.copyOf(bytes, size);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void append(byte[] more) throws IOException {
            if (run.strikes(80)) {
                write(more, run.random.nextInt(more.length + 1));
                throw new Crash();
            }
            if (run.strikes(40)) {
                write(more, run.random.nextInt(more.length));
                throw new IOException("no space left on device");
            }
            write(more, more.length);
        }

        @Override
        public void force() throws IOException {
            crashMaybe();
            if (run.strikes(30)) {
                failed = true;
                throw new IOException("input/output error");
            }
            forced = size;
            run.forced();
            crashMaybe();
        }

        @Override
        public void truncate(long shorter) throws IOException {
            crashMaybe();
            if (run.strikes(10)) {
                failed = true;
                throw new IOException("input/output error");
            }
            size = (int) shorter;
            forced = Math.min(forced, size);
        }

        @Override
        public void replace(byte[] contents) throws IOException {
            crashMaybe();
            if (run.strikes(3)) {
                throw new IOException("no space left on device");
            }
            size = 0;
            write(contents, contents.length);
            forced = size;
            run.forced();
            crashMaybe();
        }

        @Override
        public void close() {}

        private void write(byte[] more, int length) {
            if (bytes.length < size + length) {
                bytes = Arrays.copyOf(bytes, 2 * (size + length));
            }
            System.arraycopy(more, 0, bytes, size, length);
            size += length;
        }

        private void crashMaybe() {
            if (run.strikes(40)) {
                throw new Crash();
            }
        }
    }
}
