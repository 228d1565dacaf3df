package dev.perigee.satellite.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.config.Owner;
import dev.perigee.gateway.observe.RequestEntry;
import dev.perigee.gateway.observe.Traffic;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.event.ClientEvent;
import dev.perigee.protocol.event.Event;
import dev.perigee.protocol.event.EventBatch;
import dev.perigee.protocol.event.EventData;
import dev.perigee.protocol.event.ServerEvent;
import dev.perigee.protocol.event.ToolEvent;
import dev.perigee.protocol.json.Json;
import dev.perigee.satellite.ledger.MemoryJournalFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What goes through the gateway on its way to the bus, in virtual time: alarms ring when the test says so.
class TrafficEventsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ServerName FILES = new ServerName("files");
    private static final Owner BLUE = new Owner("srv-1", "inst-1", "Files of blue", "blue", "ada");

    private final Deque<Runnable> alarms = new ArrayDeque<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private EventBus bus;
    private TrafficEvents traffic;

    @BeforeEach
    void open() throws IOException {
        bus = EventBus.open(
                new SatelliteId("far"),
                new MemoryJournalFile(),
                new EventSettings(100, Duration.ofSeconds(3), 10_000, Duration.ofSeconds(5)),
                new EventBus.Means(() -> NOW, new SplittableRandom(1), Runnable::run));
        traffic = new TrafficEvents(
                bus,
                (delay, action) -> {
                    assertThat(delay).isEqualTo(Gathering.WINDOW);
                    alarms.add(action);
                },
                tasks::add);
    }

    @Test
    void hearingWaitsForNoDiskAndLinesGoTogetherWhenTheWindowEnds() {
        traffic.heard(line("one"));
        traffic.heard(line("two"));
        assertThat(tasks).isEmpty();
        assertThat(told()).isEmpty();
        endWindows();
        assertThat(told())
                .containsExactly(new ServerEvent.Logs(
                        "files", "srv-1", "inst-1", "blue", "ada", List.of(entry("one"), entry("two")), null));
        assertThat(alarms).isEmpty();
    }

    @Test
    void twentyDoNotWaitForTheWindow() {
        heardLines(Gathering.BATCH + 1);
        run();
        assertThat(told())
                .singleElement()
                .isInstanceOfSatisfying(
                        ServerEvent.Logs.class, it -> assertThat(it.entries()).hasSize(Gathering.BATCH));
        endWindows();
        assertThat(told()).hasSize(2);
    }

    @Test
    void whatIsTooMuchForAWindowIsCountedAndSaidWithTheNext() {
        heardLines(TrafficEvents.ENTRIES_MAX + 7);
        endWindows();
        assertThat(logged()).isEqualTo(TrafficEvents.ENTRIES_MAX);
        assertThat(told().getFirst())
                .isInstanceOfSatisfying(
                        ServerEvent.Logs.class, it -> assertThat(it.leftOut()).isEqualTo(7));
        traffic.heard(line("later"));
        endWindows();
        assertThat(told().getLast())
                .isInstanceOfSatisfying(
                        ServerEvent.Logs.class, it -> assertThat(it.leftOut()).isNull());
    }

    @Test
    void aLogMessageKeepsItsLevelAndItsLogger() {
        traffic.heard(new Traffic.LineWritten(FILES, BLUE, "message", "warning", "disk", "full", NOW));
        endWindows();
        assertThat(told().getFirst())
                .isInstanceOfSatisfying(
                        ServerEvent.Logs.class,
                        it -> assertThat(it.entries()).singleElement().satisfies(entry -> {
                            assertThat(entry.level()).isEqualTo("warning");
                            assertThat(entry.metadata()).hasToString("{\"source\":\"message\",\"logger\":\"disk\"}");
                        }));
    }

    @Test
    void aServerOfAnotherOwnerIsToldApart() {
        traffic.heard(line("mine"));
        traffic.heard(new Traffic.LineWritten(FILES, Owner.NOBODY, "stderr", null, null, "nobody's", NOW));
        endWindows();
        assertThat(told()).extracting(it -> ((ServerEvent.Logs) it).team()).containsExactlyInAnyOrder("blue", null);
    }

    @Test
    void aCallIsAnEventAndWhatWentInAndOutGoesWithOthers() {
        traffic.heard(call(
                "read", null, () -> exchange("{\"name\":\"read\",\"arguments\":{\"path\":\"/a\"}}", "{\"ok\":1}")));
        traffic.heard(call("write", "no room", null));
        endWindows();
        assertThat(told())
                .filteredOn(ToolEvent.Executed.class::isInstance)
                .containsExactly(
                        new ToolEvent.Executed(
                                "read", "files", "srv-1", "inst-1", "blue", "ada", 12L, true, "ok", null, null),
                        new ToolEvent.Executed(
                                "write",
                                "files",
                                "srv-1",
                                "inst-1",
                                "blue",
                                "ada",
                                12L,
                                false,
                                "tool_error",
                                "no room",
                                null));
        assertThat(told())
                .filteredOn(ToolEvent.Requests.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        ToolEvent.Requests.class,
                        it -> assertThat(it.requests()).singleElement().satisfies(request -> {
                            assertThat(request.parameters()).hasToString("{\"path\":\"/a\"}");
                            assertThat(request.response()).hasToString("{\"ok\":1}");
                            assertThat(request.client()).isEqualTo("key (editor 2)");
                            assertThat(request.user()).isEqualTo("ada");
                        }));
    }

    @Test
    void whatWasCutIsToldAsText() {
        traffic.heard(call("read", null, () -> exchange("{\"name\":\"re… (9 more bytes)", "no JSON")));
        endWindows();
        assertThat(told().getLast())
                .isInstanceOfSatisfying(
                        ToolEvent.Requests.class,
                        it -> assertThat(it.requests())
                                .extracting(ToolEvent.Request::response)
                                .containsExactly(JsonNodeFactory.instance.stringNode("no JSON")));
    }

    @Test
    void manyLargeRequestsAreSpreadOverEventsThatEachFit() {
        String large = "\\u0001".repeat(4_000);
        for (int i = 0; i < Gathering.BATCH; i++) {
            traffic.heard(call("read", null, () -> exchange(large, large)));
        }
        endWindows();
        assertThat(told().stream()
                        .filter(ToolEvent.Requests.class::isInstance)
                        .mapToInt(it -> Objects.requireNonNull(((ToolEvent.Requests) it).requests())
                                .size())
                        .sum())
                .isEqualTo(Gathering.BATCH);
        assertThat(events()).allSatisfy(it -> assertThat(it.data().length()).isLessThan(Event.DATA_MAX));
        assertThat(told()).filteredOn(ToolEvent.Requests.class::isInstance).hasSizeGreaterThan(1);
    }

    @Test
    void clientsAreToldInOrderAndTheRestIsHandedOverAtTheEnd() {
        traffic.heard(new Traffic.ClientCame("s1", "key (editor 2)", "agent/1", "http", "127.0.0.1", NOW));
        traffic.heard(new Traffic.ClientLeft("s1", Duration.ofSeconds(9), 4, "ended", NOW));
        traffic.finish();
        assertThat(told())
                .containsExactly(
                        new ClientEvent.Connected("s1", "key (editor 2)", "agent/1", null, "http", "127.0.0.1", null),
                        new ClientEvent.Disconnected("s1", null, 9L, 4L, "ended", null));
    }

    @Test
    void nothingIsHeldOfAServerThatIsSilent() {
        Gathering<String, String> gathering =
                new Gathering<>(2, new Gathering.Means((_, action) -> alarms.add(action), tasks::add), (_, _, _) -> {});
        gathering.add("a", "x");
        assertThat(gathering.size()).isOne();
        endWindows();
        assertThat(gathering.size()).isZero();
    }

    private void heardLines(int count) {
        IntStream.range(0, count).forEach(i -> traffic.heard(line("line " + i)));
    }

    private static Traffic line(String text) {
        return new Traffic.LineWritten(FILES, BLUE, "stderr", null, null, text, NOW);
    }

    private static ServerEvent.LogEntry entry(String text) {
        return new ServerEvent.LogEntry(null, text, Json.WIRE.read("{\"source\":\"stderr\"}", JsonNode.class), NOW);
    }

    private static Traffic call(String tool, @Nullable String error, @Nullable Supplier<RequestEntry> exchange) {
        return new Traffic.ToolCalled(
                FILES, BLUE, tool, error == null ? "ok" : "tool_error", error, Duration.ofMillis(12), NOW, exchange);
    }

    private static RequestEntry exchange(String params, String answer) {
        return new RequestEntry(0, NOW, "key (editor 2)", "tools/call", "read", params, "ok", answer, 12);
    }

    private void endWindows() {
        while (!alarms.isEmpty()) {
            alarms.remove().run();
        }
        run();
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private long logged() {
        return told().stream()
                .mapToLong(it -> Objects.requireNonNull(((ServerEvent.Logs) it).entries())
                        .size())
                .sum();
    }

    private List<EventData> told() {
        return events().stream().map(Event::payload).toList();
    }

    private List<Event> events() {
        return bus.batch(EventBatch.EVENTS_MAX).stream()
                .map(put -> Json.WIRE.read(new String(put.json(), StandardCharsets.UTF_8), Event.class))
                .toList();
    }
}
