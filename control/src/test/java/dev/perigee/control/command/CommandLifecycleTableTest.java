package dev.perigee.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.command.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Compares every cell of the table in docs/state-machine.md with what the code decides.
class CommandLifecycleTableTest {
    private static final Path PAGE = Path.of("..", "docs", "state-machine.md");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant PAST = NOW.minusSeconds(1);
    private static final Instant FUTURE = NOW.plusSeconds(1);
    private static final int ATTEMPTS_MAX = 3;
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final CommandLifecycle lifecycle =
            new CommandLifecycle(new Redelivery(Duration.ofSeconds(1), Duration.ofSeconds(8)), LEASE, GRACE);

    @TestFactory
    Stream<DynamicTest> everyCellOfThePageIsWhatTheCodeDecides() throws IOException {
        List<DynamicTest> cells = new ArrayList<>();
        List<String> header = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            List<String> row = cells(line);
            if (row.isEmpty()) {
                if (!cells.isEmpty()) {
                    break;
                }
            } else if (header.isEmpty()) {
                header.addAll(row);
            } else {
                for (int column = 1; column < row.size(); column++) {
                    String event = header.get(column);
                    String expected = row.get(column);
                    cells.add(DynamicTest.dynamicTest(
                            row.getFirst() + " + " + event + " = " + expected,
                            () -> check(row.getFirst(), event, expected)));
                }
            }
        }
        assertThat(cells).hasSize(19 * 10);
        return cells.stream();
    }

    @Test
    void thePageHasAColumnForEachEvent() throws IOException {
        String header = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| state |"))
                .findFirst()
                .orElseThrow();
        assertThat(cells(header).stream().skip(1))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CommandEvent.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void aLeaseCountsAsAnAttemptAndAReleaseTakesItBack() {
        Command leased = moved(decide(queued(FUTURE), new CommandEvent.Claimed(FUTURE)));
        assertThat(leased.status().attempts()).isEqualTo(1);
        assertThat(leased.status().leaseUntil()).contains(FUTURE);

        Command released = moved(decide(leased, new CommandEvent.Released()));
        assertThat(released.status().attempts()).isZero();
        assertThat(released.status().leaseUntil()).isEmpty();
        assertThat(released.status().revision()).isEqualTo(2);
    }

    private void check(String state, String event, String expected) {
        for (Command command : commands(state)) {
            for (Map.Entry<CommandEvent, @Nullable CommandState> happening :
                    events(event).entrySet()) {
                Decision decision = decide(command, happening.getKey());
                switch (expected) {
                    case "-" -> assertThat(decision).isEqualTo(new Decision.Stay(command));
                    case "(cancel)" -> {
                        CommandStatus after = moved(decision).status();
                        assertThat(after.state()).isEqualTo(command.status().state());
                        assertThat(after.cancelling()).isTrue();
                    }
                    case "(taken back)" -> {
                        CommandStatus after = moved(decision).status();
                        assertThat(after.leaseUntil()).contains(NOW.plus(LEASE));
                        assertThat(after.attempts()).isEqualTo(command.status().attempts());
                        assertThat(after.cancelling()).isTrue();
                    }
                    case "(held)" -> {
                        CommandStatus after = moved(decision).status();
                        assertThat(after.state()).isEqualTo(CommandState.QUEUED);
                        assertThat(after.heldUntil())
                                .contains(NOW.plusMillis(Math.min(
                                        1000, (1000L << (command.status().attempts() - 1)) * 3 / 4)));
                    }
                    case "(result)" ->
                        assertThat(moved(decision).status().state()).isEqualTo(happening.getValue());
                    default -> {
                        assertThat(moved(decision).status().state()).isEqualTo(CommandState.of(expected));
                        assertThat(moved(decision).status().heldUntil()).isEmpty();
                    }
                }
            }
        }
    }

    private Decision decide(Command command, CommandEvent event) {
        return lifecycle.decide(command, event, NOW);
    }

    private static Command moved(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Move.class);
        return ((Decision.Move) decision).moved();
    }

    private static List<Command> commands(String state) {
        return switch (state) {
            case "queued" -> List.of(queued(FUTURE));
            case "queued, offered before" -> List.of(offered(null, 1), offered(null, ATTEMPTS_MAX - 1));
            case "queued, held, offered before" -> List.of(offered(FUTURE, 1));
            case "queued, held" -> List.of(held(FUTURE, FUTURE));
            case "queued, held, hold over" -> List.of(held(NOW, FUTURE), held(PAST, FUTURE));
            case "queued, held, past its time to live" -> List.of(held(PAST, PAST), held(NOW, NOW));
            case "queued, past its time to live" -> List.of(queued(PAST), queued(NOW));
            case "leased" -> List.of(leased(FUTURE, FUTURE, ATTEMPTS_MAX), leased(FUTURE, PAST, 1));
            case "leased, to be cancelled" -> List.of(cancelling(leased(FUTURE, FUTURE, ATTEMPTS_MAX)));
            case "leased, to be cancelled, lease over" -> List.of(cancelling(leased(NOW, FUTURE, 1)));
            case "leased, to be cancelled, lease over, last attempt" ->
                List.of(cancelling(leased(NOW, FUTURE, ATTEMPTS_MAX)));
            case "leased, lease over" -> List.of(leased(NOW, FUTURE, ATTEMPTS_MAX - 1), leased(PAST, FUTURE, 1));
            case "leased, lease over, last attempt" -> List.of(leased(NOW, FUTURE, ATTEMPTS_MAX));
            case "leased, lease over, past its time to live" -> List.of(leased(PAST, NOW, 1));
            case "leased, lease over, last attempt, past its time to live" -> List.of(leased(PAST, NOW, ATTEMPTS_MAX));
            case "acknowledged" -> List.of(in(CommandState.ACKNOWLEDGED, NOW, PAST));
            case "acknowledged, to be cancelled" -> List.of(cancelling(in(CommandState.ACKNOWLEDGED, NOW, PAST)));
            case "acknowledged, result overdue" ->
                List.of(in(CommandState.ACKNOWLEDGED, NOW.minus(GRACE).minus(TIMEOUT), PAST));
            case "any terminal state" ->
                EnumSet.allOf(CommandState.class).stream()
                        .filter(CommandState::isTerminal)
                        .map(terminal -> in(terminal, NOW.minus(GRACE).minus(TIMEOUT), PAST))
                        .toList();
            default -> throw new AssertionError("the page has a state that this test does not know: " + state);
        };
    }

    private static Map<CommandEvent, @Nullable CommandState> events(String event) {
        Map<CommandEvent, @Nullable CommandState> events = new LinkedHashMap<>();
        switch (event) {
            case "Claimed" -> events.put(new CommandEvent.Claimed(FUTURE), null);
            case "Released" -> events.put(new CommandEvent.Released(), null);
            case "Acknowledged" -> events.put(new CommandEvent.Acknowledged(), null);
            case "Ended" -> results().forEach((result, state) -> events.put(new CommandEvent.Ended(result), state));
            case "CancelRequested" -> events.put(new CommandEvent.CancelRequested("ada"), null);
            case "HoldChecked" -> events.put(new CommandEvent.HoldChecked(), null);
            case "LeaseChecked" -> events.put(new CommandEvent.LeaseChecked(0.5), null);
            case "AttemptsChecked" -> events.put(new CommandEvent.AttemptsChecked(), null);
            case "TimeToLiveChecked" -> events.put(new CommandEvent.TimeToLiveChecked(), null);
            case "ResultChecked" -> events.put(new CommandEvent.ResultChecked(), null);
            default -> throw new AssertionError("the page has an event that this test does not know: " + event);
        }
        return events;
    }

    private static Map<Result, CommandState> results() {
        return Map.of(
                new Result.Completed(0, Output.EMPTY, Output.EMPTY, 1), CommandState.COMPLETED,
                new Result.Failed(FailureCode.OTHER, "it did"), CommandState.FAILED,
                new Result.Unsupported("dance"), CommandState.FAILED,
                new Result.TimedOut(Output.EMPTY, Output.EMPTY, 1), CommandState.TIMED_OUT,
                new Result.Interrupted("it was", Output.EMPTY, Output.EMPTY), CommandState.INTERRUPTED,
                new Result.Cancelled(Output.EMPTY, Output.EMPTY, 0), CommandState.CANCELLED);
    }

    private static Command queued(Instant expiresAt) {
        return command(CommandStatus.queued(PAST, null), expiresAt);
    }

    private static Command offered(@Nullable Instant heldUntil, int attempts) {
        return command(
                new CommandStatus(CommandState.QUEUED, attempts, PAST, heldUntil, null, null, null, attempts), FUTURE);
    }

    private static Command held(Instant until, Instant expiresAt) {
        return command(CommandStatus.queued(PAST, until), expiresAt);
    }

    private static Command cancelling(Command command) {
        return command.with(command.status().toBeCancelled(new CommandStatus.CancelRequest(PAST, "ada")));
    }

    private static Command leased(Instant leaseEnd, Instant expiresAt, int attempts) {
        return command(
                new CommandStatus(CommandState.LEASED, attempts, PAST, leaseEnd, null, null, null, 1), expiresAt);
    }

    private static Command in(CommandState state, Instant changedAt, Instant expiresAt) {
        return command(new CommandStatus(state, 1, changedAt, null, null, null, null, 2), expiresAt);
    }

    private static Command command(CommandStatus status, Instant expiresAt) {
        return new Command(
                CommandId.create(PAST.toEpochMilli(), RandomGenerator.of("L64X128MixRandom")),
                new SatelliteId("local"),
                new CommandSpec.Ping(),
                new Command.Terms(Priority.NORMAL, null, expiresAt, TIMEOUT, ATTEMPTS_MAX, true),
                Command.Origin.of("operator", PAST),
                status);
    }

    private static List<String> cells(String line) {
        if (!line.startsWith("|") || line.startsWith("|--")) {
            return List.of();
        }
        return Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList();
    }
}
