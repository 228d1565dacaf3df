package dev.perigee.testkit.store;

import static dev.perigee.testkit.store.SampleCommand.OTHER_SATELLITE;
import static dev.perigee.testkit.store.SampleCommand.SATELLITE;
import static dev.perigee.testkit.store.SampleCommand.START;
import static dev.perigee.testkit.store.SampleCommand.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStore;
import dev.perigee.protocol.command.Priority;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How many commands wait, and before which.
interface CountContract {
    CommandStore store();

    @Test
    default void queuedCommandsAreCountedForEachSatellite() {
        insert(sample());
        insert(sample().notBefore(START.plusSeconds(5)));
        insert(sample().to(OTHER_SATELLITE));
        SampleMove.apply(store(), SampleMove.leased(insert(sample()), START.plusSeconds(30)));

        assertThat(store().queueDepths()).isEqualTo(Map.of(SATELLITE, 2L, OTHER_SATELLITE, 1L));
    }

    @Test
    default void whereNothingIsQueuedNothingIsCounted() {
        assertThat(store().queueDepths()).isEmpty();
    }

    @Test
    default void theMoreUrgentAndTheEarlierAreBefore() {
        Command low = insert(sample().priority(Priority.LOW));
        Command first = insert(sample());
        Command second = insert(sample());
        Command immediate = insert(sample().priority(Priority.IMMEDIATE));
        Command held = insert(sample().priority(Priority.IMMEDIATE).notBefore(START.plusSeconds(5)));
        insert(sample().to(OTHER_SATELLITE));

        assertThat(store().queuedBefore(immediate)).isZero();
        assertThat(store().queuedBefore(first)).isEqualTo(1);
        assertThat(store().queuedBefore(second)).isEqualTo(2);
        assertThat(store().queuedBefore(low)).isEqualTo(3);
        assertThat(store().queuedBefore(held)).isEqualTo(1);
    }

    private Command insert(SampleCommand sample) {
        Command command = sample.build();
        store().insert(command);
        return command;
    }
}
