package dev.perigee.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.command.CommandState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final long SEEDS_DEFAULT = 200;

    @Test
    void nothingIsLostRepeatedOrForgottenWhateverFails() {
        Optional<Long> one = property("seed");
        LongStream seeds = one.map(LongStream::of)
                .orElseGet(() -> LongStream.rangeClosed(1, property("seeds").orElse(SEEDS_DEFAULT)));
        Consumer<String> trace = one.isPresent() ? System.out::println : _ -> {};
        Map<CommandState, Integer> states = new EnumMap<>(CommandState.class);
        Duration virtual = Duration.ZERO;
        long steps = 0;
        for (long seed : seeds.toArray()) {
            Simulation.Outcome outcome = Simulation.run(seed, Defect.NONE, trace);
            outcome.states().forEach((state, count) -> states.merge(state, count, Integer::sum));
            virtual = virtual.plus(outcome.virtual());
            steps += outcome.steps();
        }
        System.out.println(steps + " steps in " + virtual.toHours() + " virtual hours: " + states);
        assertThat(states).isNotEmpty();
    }

    private static Optional<Long> property(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .filter(text -> text.matches("\\d+"))
                .map(Long::valueOf);
    }
}
