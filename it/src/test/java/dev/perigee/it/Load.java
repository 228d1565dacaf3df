package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file of short commands that takes one `send --file` about ten seconds, crashes not counted. Each command appends
/// its number to a file, before or after a little sleep; every tenth is idempotent and has a file of its own.
final class Load {
    private static final int COMMANDS = 600;
    private static final int UNDER_WAY = 8;
    private static final long SLEEP_MILLIS_MAX = 250;
    private static final Set<String> MAY_NOT_HAVE_RUN = Set.of("interrupted", "expired", "dead_lettered");

    private final Path once;
    private final Path repeatable;
    private final RunningPerigee client;

    private Load(Path once, Path repeatable, RunningPerigee client) {
        this.once = once;
        this.repeatable = repeatable;
        this.client = client;
    }

    /// Returns when the first result is there.
    static Load start(Perigee perigee, Path directory, Random random) throws Exception {
        Path once = directory.resolve("once");
        Path repeatable = directory.resolve("repeatable");
        Path file = Files.write(
                directory.resolve("load.ndjson"),
                IntStream.rangeClosed(1, COMMANDS)
                        .mapToObj(number -> command(number, isRepeatable(number) ? repeatable : once, random))
                        .map(JsonMapper.shared()::writeValueAsString)
                        .toList());
        RunningPerigee client =
                perigee.start("send", "--parallel", String.valueOf(UNDER_WAY), "--file", file.toString());
        Await.until(
                "the load has begun",
                RunningPerigee.STOP_MAX,
                () -> !client.stdout().isEmpty());
        return new Load(once, repeatable, client);
    }

    boolean isRunning() {
        return client.isAlive();
    }

    /// Waits for the results of all, and checks them against what ran. Returns how many ended in each state.
    Map<String, Long> finish(Perigee perigee) throws Exception {
        Map<Integer, String> states = states(client.awaitExit());
        assertThat(states.keySet())
                .isEqualTo(IntStream.rangeClosed(1, COMMANDS).boxed().collect(Collectors.toSet()));
        for (String live : List.of("queued", "leased", "acknowledged")) {
            assertThat(perigee.commands(live)).as(live).isEmpty();
        }
        Map<Integer, Long> runs = runs(once);
        Map<Integer, Long> repeatableRuns = runs(repeatable);
        states.forEach((number, state) -> {
            if (isRepeatable(number)) {
                assertThat(state).as("idempotent command " + number).isEqualTo("completed");
                assertThat(repeatableRuns.getOrDefault(number, 0L))
                        .as("command " + number)
                        .isPositive();
            } else {
                assertRuns(number, state, runs.getOrDefault(number, 0L));
            }
        });
        return states.values().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static void assertRuns(int number, String state, long runs) {
        String command = "command " + number + ", " + state;
        assertThat(runs).as(command).isLessThanOrEqualTo(1);
        if (state.equals("completed")) {
            assertThat(runs).as(command).isEqualTo(1);
        } else {
            assertThat(MAY_NOT_HAVE_RUN).as(command).contains(state);
        }
    }

    private static Map<Integer, String> states(Ran client) {
        Map<Integer, String> states = new HashMap<>();
        for (JsonNode outcome : client.jsonLines()) {
            assertThat(outcome.path("id").isString()).as("accepted: " + outcome).isTrue();
            assertThat(states.put(
                            outcome.path("line").asInt(), outcome.path("state").asString()))
                    .isNull();
        }
        return states;
    }

    private static Map<Integer, Long> runs(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .collect(Collectors.groupingBy(Integer::valueOf, Collectors.counting()));
    }

    private static boolean isRepeatable(int number) {
        return number % 10 == 0;
    }

    private static Map<String, Object> command(int number, Path log, Random random) {
        String sleep = String.format(Locale.ROOT, "sleep %.3f", random.nextLong(SLEEP_MILLIS_MAX) / 1000.0);
        String append = "echo " + number + " >> " + log;
        return Map.of(
                "to",
                "far",
                "run",
                List.of("sh", "-c", random.nextBoolean() ? sleep + "; " + append : append + "; " + sleep),
                "idempotent",
                isRepeatable(number),
                "key",
                "load-" + number);
    }
}
