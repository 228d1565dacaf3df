package dev.perigee.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.rollout.RolloutState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// `-Dseeds=N` runs N seeds instead of a few, `-Dseed=S` that one with its whole trace.
class SimulationTest {
    private static final long SEEDS_DEFAULT = 60;

    @Test
    void nothingIsLostRepeatedOrForgottenWhateverFails() {
        Optional<Long> one = property("seed");
        LongStream seeds = one.map(LongStream::of)
                .orElseGet(() -> LongStream.rangeClosed(1, property("seeds").orElse(SEEDS_DEFAULT))
                        .parallel());
        Consumer<String> trace = one.isPresent() ? System.out::println : _ -> {};
        Map<CommandState, Integer> states = new ConcurrentHashMap<>();
        Map<BroadcastState, Integer> broadcasts = new ConcurrentHashMap<>();
        Map<RolloutState, Integer> rollouts = new ConcurrentHashMap<>();
        LongAdder becameOther = new LongAdder();
        seeds.forEach(seed -> {
            Simulation.Outcome outcome = Simulation.run(seed, Defect.NONE, trace);
            outcome.states().forEach((state, count) -> states.merge(state, count, Integer::sum));
            outcome.broadcasts().forEach((state, count) -> broadcasts.merge(state, count, Integer::sum));
            outcome.rollouts().forEach((state, count) -> rollouts.merge(state, count, Integer::sum));
            becameOther.add(outcome.livenessChanges());
        });

        if (one.isEmpty()) {
            assertThat(states).as("how commands end").containsOnlyKeys(ends());
            assertThat(broadcasts)
                    .as("how broadcasts end")
                    .containsOnlyKeys(BroadcastState.COMPLETED, BroadcastState.STOPPED, BroadcastState.ABORTED);
            assertThat(rollouts)
                    .as("how rollouts end")
                    .containsOnlyKeys(RolloutState.COMPLETED, RolloutState.ROLLED_BACK, RolloutState.ABORTED);
            assertThat(becameOther.sum())
                    .as("how often satellites became stale, dead or live")
                    .isGreaterThan(500);
        }
    }

    @Test
    void theSameSeedIsTheSameRun() {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(Simulation.run(seed, Defect.NONE, _ -> {}))
                    .isEqualTo(Simulation.run(seed, Defect.NONE, _ -> {}));
        }
        assertThat(Simulation.run(4, Defect.NONE, _ -> {}).hash())
                .isNotEqualTo(Simulation.run(5, Defect.NONE, _ -> {}).hash());
    }

    @Test
    void aTraceTellsWhatHappened() {
        List<String> lines = new ArrayList<>();

        Simulation.run(1, Defect.NONE, lines::add);

        assertThat(lines)
                .anyMatch(line -> line.contains("accepted: "))
                .anyMatch(line -> line.contains(" runs "))
                .anyMatch(line -> line.contains("state=COMPLETED"));
    }

    private static CommandState[] ends() {
        return Arrays.stream(CommandState.values())
                .filter(CommandState::isTerminal)
                .toArray(CommandState[]::new);
    }

    private static Optional<Long> property(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .filter(text -> text.matches("\\d+"))
                .map(Long::valueOf);
    }
}
