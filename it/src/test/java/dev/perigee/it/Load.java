package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Short commands at a steady rate, for as long as wanted, through one `send` that repeats each with its key until it
/// knows its end. Each command appends its number to a file, before or after a little sleep; every tenth is idempotent
/// and has a file of its own.
final class Load {
    private static final Duration BETWEEN = Duration.ofMillis(30);
    private static final int UNDER_WAY = 24;
    private static final long SLEEP_MILLIS_MAX = 150;
    private static final Duration LAST_END_MAX = Duration.ofMinutes(5);

    private final RunningPerigee client;
    private final List<String> satellites;
    private final Path once;
    private final Path repeatable;
    private final Random random;
    private final Thread feeder = Thread.ofVirtual().unstarted(this::feed);
    private volatile boolean enough;
    private int fed;

    private Load(RunningPerigee client, List<String> satellites, Path directory, Random random) {
        this.client = client;
        this.satellites = satellites;
        this.once = directory.resolve("once");
        this.repeatable = directory.resolve("repeatable");
        this.random = random;
    }

    /// Returns when the first result is there.
    static Load start(Perigee perigee, List<String> satellites, Path directory, Random random) throws Exception {
        RunningPerigee client = perigee.start("send", "--parallel", String.valueOf(UNDER_WAY), "--file", "-");
        Load load = new Load(client, satellites, directory, new Random(random.nextLong()));
        load.feeder.start();
        Await.until(
                "the load has begun",
                RunningPerigee.STOP_MAX,
                () -> !client.stdout().isEmpty());
        return load;
    }

    boolean isRunning() {
        return client.isAlive() && feeder.isAlive();
    }

    /// Sends no more, waits for the results of all, and checks them against what ran and what the control plane knows.
    /// Returns how many ended in each state.
    Map<String, Long> finish(Apart apart) throws Exception {
        enough = true;
        feeder.join();
        List<JsonNode> ends = client.awaitExit(LAST_END_MAX).jsonLines();
        Map<Integer, String> states = states(ends);
        assertThat(states.keySet())
                .isEqualTo(IntStream.rangeClosed(1, fed).boxed().collect(Collectors.toSet()));
        assertKnown(apart, ends);
        Map<Integer, Long> runs = runs(once);
        Map<Integer, Long> repeatableRuns = runs(repeatable);
        assertThat(states.keySet()).as("only what was accepted ran").containsAll(runs.keySet());
        states.forEach((number, state) ->
                assertRuns(number, state, (isRepeatable(number) ? repeatableRuns : runs).getOrDefault(number, 0L)));
        return states.values().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static void assertRuns(int number, String state, long runs) {
        String command = "command " + number + ", " + state;
        if (isRepeatable(number)) {
            assertThat(state).as(command).isEqualTo("completed");
            assertThat(runs).as(command).isPositive();
        } else if (state.equals("completed")) {
            assertThat(runs).as(command).isEqualTo(1);
        } else {
            assertThat(state).as(command).isEqualTo("interrupted");
            assertThat(runs).as(command).isLessThanOrEqualTo(1);
        }
    }

    private static Map<Integer, String> states(List<JsonNode> ends) {
        Map<Integer, String> states = new HashMap<>();
        for (JsonNode end : ends) {
            assertThat(end.path("id").isString()).as("accepted: " + end).isTrue();
            assertThat(states.put(end.path("line").asInt(), end.path("state").asString()))
                    .isNull();
        }
        return states;
    }

    /// What was told then is so now, and there is nothing that nobody was told of.
    private static void assertKnown(Apart apart, List<JsonNode> ends) throws Exception {
        for (String live : List.of("queued", "leased", "acknowledged")) {
            assertThat(apart.client().commands(live)).as(live).isEmpty();
        }
        Map<String, String> told = ends.stream()
                .collect(Collectors.toMap(
                        end -> end.path("id").asString(),
                        end -> end.path("state").asString()));
        assertThat(told).as("each submission is a command of its own").hasSameSizeAs(ends);
        assertThat(apart.operator().states(told.keySet())).isEqualTo(told);
    }

    private static Map<Integer, Long> runs(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .collect(Collectors.groupingBy(Integer::valueOf, Collectors.counting()));
    }

    private static boolean isRepeatable(int number) {
        return number % 10 == 0;
    }

    private void feed() {
        try (OutputStream lines = client.stdin()) {
            while (!enough) {
                String line = JsonMapper.shared().writeValueAsString(command(++fed)) + "\n";
                lines.write(line.getBytes(StandardCharsets.UTF_8));
                lines.flush();
                Await.pass(BETWEEN);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the load", e);
        }
    }

    private Map<String, Object> command(int number) {
        String sleep = String.format(Locale.ROOT, "sleep %.3f", random.nextLong(SLEEP_MILLIS_MAX) / 1000.0);
        String append = "echo " + number + " >> " + (isRepeatable(number) ? repeatable : once);
        return Map.of(
                "to",
                satellites.get(number % satellites.size()),
                "run",
                List.of("sh", "-c", random.nextBoolean() ? sleep + "; " + append : append + "; " + sleep),
                "idempotent",
                isRepeatable(number),
                "ttl",
                "10m",
                "key",
                "load-" + number);
    }
}
